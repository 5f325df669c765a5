import * as z from 'zod';
import { findRun } from '../../adapters/runs/stored-run.ts';
import type { Command } from '../command.ts';
import { homeOf } from '../home.ts';
import { addOptions, readOptions, readValues } from '../options.ts';
import { PLACE_OPTIONS, placeOf } from './options.ts';
import { servePage } from './serve.ts';
import { storedRuns } from './stored-runs.ts';

const positionals = z.object({ run: z.string().nullable().default(null) });

/** `jbt dashboard`: serves the page of all runs until it is interrupted. */
export const command: Command = {
  build: (yargs) =>
    addOptions(yargs, PLACE_OPTIONS)
      .positional('run', { type: 'string', describe: 'the run to show first: its id, or the beginning of one' })
      .example('jbt dashboard', 'every run of this folder, at http://127.0.0.1:4280')
      .example('jbt dashboard --host 0.0.0.0', 'for other machines; the link holds a token'),
  async run(options, io) {
    const settings = readOptions(PLACE_OPTIONS, options);
    const given = readValues(positionals, options, ['run']);
    const place = given.run === null ? '#/runs' : `#/run/${findRun(homeOf(io).runs, given.run)}`;
    const server = await servePage(storedRuns(io), placeOf(settings));
    const end = interrupted();
    io.stdout.write(`${server.url}${place}\n`);
    io.stderr.write('Ctrl-C ends it\n');
    await end;
    await server.close();
    return 0;
  },
};

function interrupted(): Promise<void> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => done());
  });
}

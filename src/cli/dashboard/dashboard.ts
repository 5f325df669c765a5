import * as z from 'zod';
import type { Mirrors } from '../../adapters/mirrors/mirrors.ts';
import { type RedisSettings, redisSettings } from '../../adapters/redis/settings.ts';
import { findRun, runIds } from '../../adapters/runs/stored-run.ts';
import type { Command, Io } from '../command.ts';
import { homeOf } from '../home.ts';
import { addOptions, readOptions, readValues, valueOption } from '../options.ts';
import { onInterrupt } from '../process/interrupt.ts';
import { say } from '../process/say.ts';
import { withMirrors } from './mirrored-runs.ts';
import { PLACE_OPTIONS, placeOf } from './options.ts';
import { servePage } from './serve.ts';
import { storedRuns } from './stored-runs.ts';

const OPTIONS = {
  ...PLACE_OPTIONS,
  redis: valueOption(z.string({ error: 'given once' }), undefined, {
    describe: 'show the runs that are mirrored to this Redis too',
    defaultText: 'REDIS_HOST, if set',
  }),
};

const positionals = z.object({ run: z.string().nullable().default(null) });

/** `jbt dashboard`: serves the page of all runs until it is interrupted. */
export const command: Command = {
  build: (yargs) =>
    addOptions(yargs, OPTIONS)
      .positional('run', { type: 'string', describe: 'the run to show first: its id, or the beginning of one' })
      .example('jbt dashboard', 'every run of this folder, at http://127.0.0.1:4280')
      .example('jbt dashboard --host 0.0.0.0', 'for other machines; the link holds a token')
      .example('jbt dashboard --redis redis://10.0.0.5', 'and the runs that any machine mirrors there'),
  async run(options, io) {
    const { redis, ...settings } = readOptions(OPTIONS, options);
    const given = readValues(positionals, options, ['run']);
    const { runs } = homeOf(io);
    const found = redisSettings(io.env, redis);
    const mirrors = found === null ? null : await openMirrors(found, io);
    const place = given.run === null ? '#/runs' : `#/run/${await wantedRun(runs, given.run, mirrors)}`;
    const stored = storedRuns(io);
    const server = await servePage(mirrors === null ? stored : withMirrors(stored, mirrors, runs), placeOf(settings));
    const end = new Promise<void>((done) => void onInterrupt(done));
    io.stdout.write(`${server.url}${place}\n`);
    io.stderr.write('Ctrl-C ends it\n');
    await end;
    mirrors?.close();
    await server.close();
    return 0;
  },
};

async function openMirrors(settings: RedisSettings, { stderr }: Io): Promise<Mirrors> {
  const { Mirrors: Opened } = await import('../../adapters/mirrors/mirrors.ts');
  return new Opened(settings, (message) => say(stderr, `warning: ${message}\n`));
}

/** Id of a run of this project, or else of one that is mirrored. Throws JbtError `FileNotFound`. */
async function wantedRun(runs: string, text: string, mirrors: Mirrors | null): Promise<string> {
  const mirrored = mirrors === null || runIds(runs).some((id) => id.startsWith(text)) ? [] : await mirrors.list();
  const [only, ...others] = mirrored.filter(({ id }) => id.startsWith(text));
  return only !== undefined && others.length === 0 ? only.id : findRun(runs, text);
}

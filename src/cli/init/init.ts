import { resolve } from 'node:path';
import * as z from 'zod';
import type { Market } from '../../model/market.ts';
import { summaryOf } from '../../run/plan/stored.ts';
import type { MarketSummary } from '../../run/ports.ts';
import type { Command, Io } from '../command.ts';
import { shownPath } from '../home.ts';
import { readEach, storeAll } from '../import/store-all.ts';
import { addOptions, flagOption, readOptions, readValues } from '../options.ts';
import { say } from '../process/say.ts';
import { withStorage } from '../storage.ts';
import { initJson, initText } from './answer.ts';
import { dependencyFor } from './dependency.ts';
import { CANDLES, CANDLES_EXCHANGE, exampleFile, projectFiles } from './files.ts';
import { refuseExisting, writeAll } from './write-new.ts';

const OPTIONS = { json: flagOption('print what was made as one JSON document') };
const positionals = z.object({ dir: z.string().min(1, { error: 'a folder' }).default('.') });

/** `jbt init`: makes a project whose tests and batch can be played once npm has installed it. */
export const command: Command = {
  build: (yargs) =>
    addOptions(yargs, OPTIONS)
      .positional('dir', {
        type: 'string',
        describe: 'its folder, new or without files of these names; default: this one',
      })
      .example('jbt init lab', 'a project in the new folder lab')
      .epilog('No file is overwritten, and nothing is left behind when something is in the way.'),
  async run(options, io) {
    const { json } = readOptions(OPTIONS, options);
    const given = readValues(positionals, options, ['dir']);
    const folder = resolve(io.cwd, given.dir);
    const dependency = dependencyFor(folder);
    const files = projectFiles(folder, dependency.spec);
    refuseExisting(folder, Object.keys(files), shownPath(folder, io));
    const stored: MarketSummary[] = [];
    await writeAll(folder, files, async () => {
      stored.push(...(await importCandles({ ...io, cwd: folder })));
    });
    const made = { folder, files: Object.keys(files), dependency, stored };
    if (json) io.stdout.write(initJson(made));
    else say(io.stdout, initText(made, io));
    return 0;
  },
};

/** Imports the bundled candles into the store of the new project. */
async function importCandles(io: Io): Promise<readonly MarketSummary[]> {
  return withStorage(io, async ({ candles }) => {
    const stored: MarketSummary[] = [];
    for (const [symbol, names] of Object.entries(CANDLES)) {
      const market: Market = { exchange: CANDLES_EXCHANGE, symbol };
      const files = names.map((name) => ({ path: exampleFile(`candles/${name}`), name }));
      const importing = candles.begin(market, { gaps: 'refuse', conflicts: 'refuse', timeframe: null });
      await storeAll(importing, readEach(files));
      stored.push(summaryOf(market, candles.markets(), 'candle store'));
    }
    return stored;
  });
}

import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { OWN_PACKAGE } from '../src/adapters/system/package.ts';
import { batchOf, playBatch, prepareBatch, UNCACHED } from './batch.ts';
import { runJbt, runNode } from './commands.ts';
import { type Bench, type Figure, limitOf } from './harness/figure.ts';
import { inFolder } from './harness/folder.ts';
import { inTurns } from './harness/turns.ts';
import { DAY_MINUTES, randomWalk } from './market.ts';
import { importExamples } from './replay.ts';

const ROUNDS = 9;
const CACHED_JOBS = 1000;
const HELP = [['--help'], ['run', '--help'], ['import', '--help'], ['report', '--help'], ['cache', '--help']];

interface Command {
  readonly name: string;
  readonly note: string;
  /** Milliseconds of the whole command. */
  readonly run: () => number;
}

/** Whole commands, each in a process of its own, against Node doing nothing. */
export const measure: Bench = () =>
  inFolder(async (folder) => {
    const commands = [...helpCommands(folder), ...smallBatches(folder), demo(folder)];
    const [node, ...costs] = await inTurns(
      ROUNDS,
      [() => runNode(folder, ['-e', '0']).ms, ...commands.map(({ run }) => run)],
      1,
    );
    const limit = limitOf('node -e 0', node);
    return commands.map(({ name, note }, index): Figure => ({ name, unit: 'ms', cost: costs[index], limit, note }));
  });

function helpCommands(folder: string): readonly Command[] {
  return HELP.map((argv) => ({ name: `jbt ${argv.join(' ')}`, note: '', run: () => runJbt(folder, argv).ms }));
}

function smallBatches(folder: string): readonly Command[] {
  const one = prepareBatch(folder, randomWalk(DAY_MINUTES), '15m', 1);
  // The first round fills the cache; it warms up, and is not counted.
  const playCached = () => playBatch(batchOf(one, CACHED_JOBS), []).commandMs;
  return [
    { name: 'one job', note: 'one day', run: () => playBatch(batchOf(one, 1), UNCACHED).commandMs },
    { name: '1,000 cached jobs', note: 'one day each', run: playCached },
  ];
}

/** The batch of `npm run demo`. */
function demo(home: string): Command {
  const folder = join(home, 'demo');
  cpSync(join(OWN_PACKAGE, 'examples'), folder, { recursive: true });
  importExamples(folder, 'Binance Perpetual Futures');
  const argv = ['run', 'jbt.yaml', ...UNCACHED];
  return { name: 'demo batch', note: '45 backtests', run: () => runJbt(folder, argv).ms };
}

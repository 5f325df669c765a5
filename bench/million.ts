import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { builtFile } from '../src/adapters/system/package.ts';
import { BATCH_FILE, type Batch, batchOf, playBatch, prepareBatch, UNCACHED } from './batch.ts';
import { kill } from './commands.ts';
import { type Bench, type Figure, limitOf } from './harness/figure.ts';
import { inFolder } from './harness/folder.ts';
import { sampleOf } from './harness/sample.ts';
import { inTurns } from './harness/turns.ts';
import { DAY_MINUTES, randomWalk } from './market.ts';

const JOBS = 1_000_000;
const ROUNDS = 3;
const POLL_MS = 5;

/** A huge batch of one-day jobs until its first outcome is on disk, against a batch of one job. */
export const measure: Bench = ({ jobs: wanted }) =>
  inFolder(async (folder) => {
    const one = prepareBatch(folder, randomWalk(DAY_MINUTES), '15m', 1);
    const memory: number[] = [];
    const [cost, single] = await inTurns(
      ROUNDS,
      [
        async () => {
          const begun = await begin(batchOf(one, wanted ?? JOBS));
          memory.push(begun.peakMiB);
          return begun.ms;
        },
        () => playBatch(batchOf(one, 1), UNCACHED).commandMs,
      ],
      0,
    );
    const note = `${batchOf(one, wanted ?? JOBS).jobs} one-day jobs`;
    const time: Figure = { name: 'first outcome', unit: 'ms', cost, limit: limitOf('one job, whole', single), note };
    if (memory.some(Number.isNaN)) return [time];
    return [time, { name: 'peak memory by then', unit: 'MiB', cost: sampleOf(memory), limit: null, note }];
  });

/** Starts the batch, and ends it once the first outcome is in the journal. */
async function begin({ folder }: Batch): Promise<{ readonly ms: number; readonly peakMiB: number }> {
  const known = journalsOf(folder);
  const started = performance.now();
  const argv = [builtFile('bin/jbt.js'), 'run', BATCH_FILE, ...UNCACHED];
  const child = spawn(process.execPath, argv, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  while (!journalsOf(folder).some((path) => !known.includes(path))) {
    if (child.exitCode !== null) throw new Error(stderr.trim());
    await sleep(POLL_MS);
  }
  const ms = performance.now() - started;
  const peakMiB = peakMiBOf(child);
  await kill(child);
  return { ms, peakMiB };
}

/** Journals that hold an outcome. */
function journalsOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('journal.ndjson'))
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).size > 0);
}

/** Linux alone tells the peak of another process; NaN elsewhere. */
function peakMiBOf({ pid }: ChildProcess): number {
  if (process.platform !== 'linux') return Number.NaN;
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

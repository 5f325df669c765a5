import { bareSideOf, batchOf, playBatch, prepareBatch, UNCACHED } from './batch.ts';
import { type Bench, type Figure, limitOf } from './harness/figure.ts';
import { inFolder } from './harness/folder.ts';
import { sampleOf } from './harness/sample.ts';
import { inTurns } from './harness/turns.ts';
import { DAY_MINUTES, randomWalk } from './market.ts';

const JOBS = 10_000;
/** Smaller batches tell the costs of the start apart from those of the jobs. */
const FEW_SHARE = 0.2;
const ROUNDS = 3;

const WAYS = [
  { name: '1 thread', options: ['--parallel', '1'], cores: 1 },
  { name: '2 threads', options: ['--parallel', '2'], cores: 2 },
  { name: 'inline', options: ['--inline'], cores: 1 },
];

/** Prints the milliseconds of processor time that the main thread took; nothing where the system does not tell. */
const PROBE = `data:text/javascript,import { isMainThread } from 'node:worker_threads';
import { readFileSync } from 'node:fs';
if (isMainThread) process.on('exit', () => {
  try {
    const fields = readFileSync('/proc/self/task/' + process.pid + '/stat', 'utf8').split(') ')[1].split(' ');
    process.stderr.write('main thread ' + 10 * (Number(fields[11]) + Number(fields[12])) + ' ms');
  } catch {}
});`;

/** Jobs so short that the machinery shows: one day of 15-minute bars each. */
export const measure: Bench = ({ jobs: wanted }) =>
  inFolder(async (folder) => {
    const batch = prepareBatch(folder, randomWalk(DAY_MINUTES), '15m', wanted ?? JOBS);
    const few = Math.max(1, Math.floor(batch.jobs * FEW_SHARE));
    const bare = bareSideOf(batch, playBatch(batch, UNCACHED));
    const ways = WAYS.map(
      ({ options }) =>
        () =>
          playBatch(batch, [...UNCACHED, ...options]).runMs / batch.jobs,
    );
    const [ideal, ...costs] = await inTurns(ROUNDS, [() => bare.measure(), ...ways], 0);
    const figures = WAYS.map(({ name, cores }, index): Figure => {
      const limit = limitOf('bare session', { ...ideal, median: ideal.median / cores });
      const note = `${batch.jobs} one-day jobs, whole run ${((costs[index].median * batch.jobs) / 1000).toFixed(1)} s`;
      return { name, unit: 'ms a job', cost: costs[index], limit, note };
    });
    const growth = Array.from({ length: ROUNDS }, () => {
      const least = mainThreadMs(batchOf(batch, few));
      return (mainThreadMs(batchOf(batch, batch.jobs)) - least) / (batch.jobs - few);
    });
    if (growth.some(Number.isNaN)) return figures;
    const note = `processor time of the main thread, ${few} to ${batch.jobs} jobs on one thread`;
    return [...figures, { name: 'coordinator', unit: 'ms a job', cost: sampleOf(growth), limit: null, note }];
  });

function mainThreadMs(batch: ReturnType<typeof batchOf>): number {
  const { stderr } = playBatch(batch, [...UNCACHED, '--parallel', '1'], ['--import', PROBE]);
  return Number(/main thread (\d+) ms/.exec(stderr)?.[1]);
}

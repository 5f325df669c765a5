import { usableCores } from '../src/adapters/system/cores.ts';
import { bareSideOf, playBatch, prepareBatch, UNCACHED } from './batch.ts';
import { type Bench, limitOf } from './harness/figure.ts';
import { inFolder } from './harness/folder.ts';
import { inTurns } from './harness/turns.ts';
import { randomWalk, YEAR_MINUTES } from './market.ts';

const JOBS = 1000;
const ROUNDS = 5;

/** Many years of hourly bars on all cores, through the command. The limit: bare sessions, spread evenly over the cores. */
export const measure: Bench = ({ jobs: wanted }) =>
  inFolder(async (folder) => {
    const threads = usableCores();
    const batch = prepareBatch(folder, randomWalk(YEAR_MINUTES), '1h', wanted ?? JOBS);
    const options = [...UNCACHED, '--parallel', String(threads)];
    const bare = bareSideOf(batch, playBatch(batch, options));
    const [cost, ideal] = await inTurns(
      ROUNDS,
      [() => playBatch(batch, options).runMs, () => (bare.measure() * batch.jobs) / threads],
      1,
    );
    const efficiency = (ideal.median / cost.median).toFixed(2);
    const note = `${batch.jobs} years, ${threads} threads, efficiency ${efficiency}`;
    return [{ name: 'run', unit: 'ms', cost, limit: limitOf('bare sessions / threads', ideal), note }];
  });

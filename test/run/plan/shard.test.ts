import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plannedMinutes } from '../../../src/model/job.ts';
import { DAY } from '../../../src/model/time.ts';
import { type JobPart, PlannedJobs } from '../../../src/run/plan/planned-jobs.ts';
import { placeOf, ShardJobs } from '../../../src/run/plan/shard.ts';
import { FIRST_DAY, jobOf } from '../../support/scripted-run.ts';

function partOf(days: number, size: number): JobPart {
  const { id: _id, parameters: _parameters, ...common } = jobOf('any', { to: FIRST_DAY + days * DAY });
  return { common, axes: [{ name: 'fast', values: Array.from({ length: size }, (_, value) => value) }] };
}

const batches = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 30 })), { minLength: 1, maxLength: 8 })
  .map((parts) => parts.map(([days, size]) => partOf(days, size)));

describe('shards', () => {
  it('have every job of the batch once, in its order, and differ by at most two of the longest', () => {
    fc.assert(
      fc.property(batches, fc.integer({ min: 1, max: 7 }), (parts, wanted) => {
        const all = [...new PlannedJobs(parts)];
        const of = Math.min(wanted, all.length);
        const shards = Array.from({ length: of }, (_, index) => new ShardJobs(parts, { index: index + 1, of }));
        const ids = shards.flatMap((shard) => Array.from(shard, ({ id }) => id));
        expect(ids.sort()).toEqual(all.map(({ id }) => id).sort());
        for (const shard of shards) {
          const own = [...shard];
          expect(own.map(({ id }) => placeOf(shard, id))).toEqual(own.map((_, place) => place));
          expect(shard.minutes).toBe(own.reduce((sum, job) => sum + plannedMinutes(job), 0));
        }
        const longest = Math.max(...all.map(plannedMinutes));
        const minutes = shards.map((shard) => shard.minutes);
        expect(Math.max(...minutes) - Math.min(...minutes)).toBeLessThanOrEqual(2 * longest);
      }),
    );
  });

  it('know no place of a job of another shard', () => {
    const shard = new ShardJobs([partOf(1, 4)], { index: 1, of: 2 });
    const other = new ShardJobs([partOf(1, 4)], { index: 2, of: 2 });
    expect(Array.from(other, ({ id }) => placeOf(shard, id))).toEqual([-1, -1]);
  });
});

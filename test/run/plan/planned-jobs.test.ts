import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ParameterValue } from '../../../src/model/parameter.ts';
import { type JobPart, minutesOf, PlannedJobs } from '../../../src/run/plan/planned-jobs.ts';
import { jobNamed } from '../support/parts.ts';

const { id: _id, parameters: _parameters, ...common } = jobNamed('a');

function partOf(...values: readonly (readonly ParameterValue[])[]): JobPart {
  return { common, axes: values.map((some, index) => ({ name: `p${index}`, values: some })) };
}

function pointsOf(parts: readonly JobPart[]) {
  return Array.from(new PlannedJobs(parts), ({ parameters }) => parameters);
}

describe('planned jobs', () => {
  test('cross the axes of a part, the last one fastest', () => {
    expect(pointsOf([partOf([8, 12], ['middle', 'opposite'])])).toEqual([
      { p0: 8, p1: 'middle' },
      { p0: 8, p1: 'opposite' },
      { p0: 12, p1: 'middle' },
      { p0: 12, p1: 'opposite' },
    ]);
  });

  test('of a part without axes are one: the defaults', () => {
    expect(pointsOf([partOf()])).toEqual([{}]);
  });

  test('are all different within a part, as many as its axes cross into, and numbered through all parts', () => {
    const values = fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(fc.array(values, { maxLength: 3 }), { maxLength: 4 }), (lists) => {
        const parts = lists.map((list) => partOf(...list));
        const jobs = new PlannedJobs(parts);
        const sizes = lists.map((list) => list.reduce((size, some) => size * some.length, 1));
        const count = sizes.reduce((sum, size) => sum + size, 0);
        expect(jobs).toHaveLength(count);
        expect(minutesOf(parts)).toBe(count * 1440);
        const all = [...jobs];
        expect(all.map(({ id }) => Number.parseInt(id, 10))).toEqual(all.map((_, index) => index + 1));
        expect(all.map((_, index) => jobs.at(index))).toEqual(all);
        parts.forEach((part, index) => {
          const points = pointsOf([part]).map((point) => JSON.stringify(point));
          expect(new Set(points).size).toBe(sizes[index]);
        });
      }),
    );
  });
});

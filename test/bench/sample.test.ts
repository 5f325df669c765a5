import { describe, expect, it } from 'vitest';
import { isNoisy, sampleOf } from '../../bench/harness/sample.ts';
import { inTurns } from '../../bench/harness/turns.ts';

describe('a sample', () => {
  it('has the median, and the interquartile range over it', () => {
    expect(sampleOf([4, 1, 3, 2, 5])).toEqual({ median: 3, spread: 2 / 3, rounds: 5 });
    expect(sampleOf([1, 2])).toEqual({ median: 1.5, spread: 1 / 3, rounds: 2 });
  });

  it('is noisy above 15 %', () => {
    expect(isNoisy({ median: 1, spread: 0.15, rounds: 9 })).toBe(false);
    expect(isNoisy({ median: 1, spread: 0.16, rounds: 9 })).toBe(true);
  });

  it('is taken in turns, after rounds that do not count', async () => {
    const order: string[] = [];
    const costs = { a: [100, 1, 2, 3], b: [200, 10, 20, 30] };
    const measure = (name: 'a' | 'b') => () => {
      order.push(name);
      return costs[name].shift() ?? Number.NaN;
    };
    const samples = await inTurns(3, [measure('a'), measure('b')], 1);
    expect(order.join('')).toBe('abababab');
    expect(samples.map(({ median }) => median)).toEqual([2, 20]);
  });
});

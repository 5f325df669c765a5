import { describe, expect, it } from 'vitest';
import { describeDifference } from './support/compare.ts';
import { realCaseNames } from './support/real/case.ts';
import { differencesOf, playRealCase } from './support/real/runner.ts';

/** JSON with another number in the place of each. */
function shifted<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_, each: unknown) => (typeof each === 'number' ? each * 1.001 + 1 : each));
}

function countNumbers(value: unknown): number {
  if (typeof value === 'number') return 1;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, each) => sum + countNumbers(each), 0);
}

describe('strategies over real candles', () => {
  it.each(realCaseNames())('%s trades as it did in Jesse', async (name) => {
    const played = await playRealCase(name);
    expect(differencesOf(played, played.recorded).map(describeDifference)).toEqual([]);
  });

  it('are compared in every number that was recorded', async () => {
    const played = await playRealCase('isolated_20x_liquidations');
    const { candle_checks, expected } = played.recorded;
    const changed = { ...played.recorded, ...shifted({ candle_checks, expected }) };
    const found = differencesOf(played, changed);
    // The times at which liquidation orders were created are not recorded but known: those of their execution.
    expect(found).toHaveLength(countNumbers({ candle_checks, expected }) + expected.total_liquidations);
  });
});

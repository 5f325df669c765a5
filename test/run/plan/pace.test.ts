import { describe, expect, it } from 'vitest';
import { DAY } from '../../../src/model/time.ts';
import type { Timeframe } from '../../../src/model/timeframe.ts';
import { estimateTime, type PacedJob } from '../../../src/run/plan/pace.ts';

function days(count: number, strategy: string, timeframe: Timeframe = '1h', symbol = 'FIL-USDT'): PacedJob {
  return { routes: [{ symbol, timeframe, strategy }], dataRoutes: [], from: 0, to: count * DAY };
}

const fast = { ...days(10, 'fast'), seconds: 1 };
const slow = { ...days(10, 'slow'), seconds: 3 };

describe('the expected time', () => {
  it('follows the minutes of earlier backtests with the same strategy and timeframe', () => {
    expect(estimateTime([days(20, 'slow')], [fast, slow])).toEqual({ seconds: 6, measured: 2, isAlike: true });
    expect(estimateTime([days(5, 'fast'), days(10, 'slow')], [fast, slow])?.seconds).toBeCloseTo(3.5);
  });

  it('counts the minutes of every market, data routes included', () => {
    const two = { ...days(10, 'fast'), dataRoutes: [{ symbol: 'BTC-USDT', timeframe: '1D' as const }] };
    expect(estimateTime([two], [fast])?.seconds).toBeCloseTo(2);
  });

  it('takes what was never measured for an average backtest, and says so', () => {
    expect(estimateTime([days(10, 'new')], [fast, slow])).toEqual({ seconds: 2, measured: 2, isAlike: false });
    expect(estimateTime([days(10, 'fast', '5m')], [fast])).toEqual({ seconds: 1, measured: 1, isAlike: false });
  });

  it('is not known without an earlier backtest', () => {
    expect(estimateTime([days(10, 'fast')], [])).toBeNull();
  });
});

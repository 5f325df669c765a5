import type { StrategyClass } from 'jbt-runner';
import { describe, expect, it } from 'vitest';
import DipLadder from '../../examples/ported/dip-ladder.ts';
import EmaCross from '../../examples/ported/ema-cross.ts';
import RsiBands from '../../examples/ported/rsi-bands.ts';
import SmaCross from '../../examples/ported/sma-cross.ts';
import Breakout from '../../examples/strategies/breakout.ts';
import Reversion from '../../examples/strategies/reversion.ts';
import Trend from '../../examples/strategies/trend.ts';
import type { ParameterValues } from '../../src/model/parameter.ts';
import { BTC, minutesOf, type Played, play, type Row } from '../engine/support/stage.ts';

const DAYS = 20;
const LONG_ONLY: readonly StrategyClass[] = [DipLadder, RsiBands];

/** Waves of several lengths and a little noise around 100: something for every strategy. */
const MINUTES = minutesOf(
  Array.from({ length: DAYS * 1440 }, (_, i): Row => {
    const [open, close] = [priceAt(i), priceAt(i + 1)];
    return [open, close, Math.max(open, close) + 0.05, Math.min(open, close) - 0.05];
  }),
);

function priceAt(minute: number): number {
  const wave = (hours: number): number => Math.sin((minute / 60 / hours) * 2 * Math.PI);
  return 100 + 8 * wave(97) + 4 * wave(31) + 1.5 * wave(7) + 0.3 * Math.sin(minute * minute);
}

function played(strategy: StrategyClass, parameters: ParameterValues = {}): Played {
  return play({
    candles: { [BTC]: MINUTES },
    routes: [{ symbol: BTC, timeframe: '30m', strategy }],
    dataRoutes: [{ symbol: BTC, timeframe: '3h' }],
    exchange: { leverage: 3, fee: 0.0004 },
    job: { warmupMinutes: 3 * 1440, parameters },
  });
}

describe.each([Trend, Breakout, Reversion, EmaCross, DipLadder, SmaCross, RsiBands])('the example %o', (strategy) => {
  it('trades, and leaves by its own rules', () => {
    const { trades, orders } = played(strategy);
    expect(trades.length).toBeGreaterThan(5);
    expect(orders.some(({ submittedVia, status }) => submittedVia !== null && status === 'EXECUTED')).toBe(true);
  });

  it('trades both ways, or says that it buys only', () => {
    const types = new Set(played(strategy).trades.map(({ type }) => type));
    expect([...types].sort()).toEqual(LONG_ONLY.includes(strategy) ? ['long'] : ['long', 'short']);
  });

  it('plays with the extremes of its parameters', () => {
    for (const end of ['min', 'max'] as const) {
      const values = Object.entries(strategy.parameters).map(([name, parameter]) => [name, parameter[end]]);
      expect(played(strategy, Object.fromEntries(values)).equity.length).toBe(DAYS - 3 + 1);
    }
  });
});

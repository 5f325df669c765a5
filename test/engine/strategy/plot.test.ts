import { Strategy } from 'jbt-runner';
import { expect, it } from 'vitest';
import { SeriesCache } from '../../../src/engine/series/series-cache.ts';
import { playSession } from '../../../src/engine/session.ts';
import { MINUTE } from '../../../src/model/time.ts';
import { BTC, FUTURES, minutesClosingAt, START } from '../support/stage.ts';

class Plotting extends Strategy {
  override shouldLong() {
    return false;
  }
  override goLong() {}
  override after() {
    this.plot('close', this.price);
  }
}

it('a line that a strategy plots has a point at each time, and costs nothing where nobody draws it', () => {
  const points: (readonly [number, string, number])[] = [];
  const job = {
    ...{ id: 'plotting-1', exchange: FUTURES, dataRoutes: [], parameters: {}, warmupMinutes: 0, compat: null, seed: 0 },
    routes: [{ symbol: BTC, timeframe: '1m' as const, strategy: 'Plotting' }],
    from: START,
    to: START + 3 * MINUTE,
    fills: { gap: 'open' as const, slippage: 0 },
  };
  const silent = { day: () => false, log: () => {}, publish: () => {}, trace: null };
  const input = {
    job,
    candles: { [`Sandbox:${BTC}` as const]: minutesClosingAt([1, 2, 3]) },
    strategies: { Plotting },
  };
  const play = (listener: typeof silent) => playSession({ ...input, series: new SeriesCache(), listener })?.equity;
  const plotted = play({ ...silent, ...{ plot: (...point: [number, string, number]) => points.push(point) } });
  expect(points).toEqual([1, 2, 3].map((close) => [START + close * MINUTE, 'close', close]));
  expect(play(silent)).toEqual(plotted);
});

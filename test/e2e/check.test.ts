import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { candlesCsv, MARKET, Project } from './support/project.ts';
import { TREND } from './support/strategies.ts';

/** Reads one bar ahead at rare bars, which the look of the engine at beginnings of the series can miss. */
const PEEKING = `
import { Strategy } from 'jbt-runner';
const peeked = ({ close }: { close: Float64Array }) =>
  Array.from(close, (_, bar) => (bar % 29 === 17 ? (close[bar + 1] ?? close[bar]) - close[bar] : 0));
export default class Peeking extends Strategy {
  ahead = this.indicator(peeked);
  shouldLong() { return this.ahead.now > 0; }
  goLong() { this.buy = [1, this.price]; }
  updatePosition() { this.liquidate(); }
}
`;

/** Trades by an average that remembers its first price for very long. */
const SLOW = `
import { Strategy, ta } from 'jbt-runner';
export default class Slow extends Strategy {
  average = this.indicator(ta.ema, { period: 500 });
  shouldLong() { return this.price > this.average.now; }
  goLong() { this.buy = [1, this.price]; }
  updatePosition() { if (this.price < this.average.now) this.liquidate(); }
}
`;

const batchOf = (strategy: string, warmup: number): string => `
exchange: Binance Perpetual Futures
from: 2023-08-04
to: 2023-08-07
warmup: ${warmup}
backtests:
  - { strategies: ${strategy}, symbols: FIL-USDT, timeframes: 15m }
`;

describe('jbt check', () => {
  const project = new Project({
    'fil.csv': candlesCsv(6 * 1440),
    'strategies/trend.ts': TREND,
    'strategies/peeking.ts': PEEKING,
    'strategies/slow.ts': SLOW,
    'trend.yaml': batchOf('trend', 20),
    'peeking.yaml': batchOf('peeking', 20),
    'slow.yaml': batchOf('slow', 20),
    'whole.yaml': batchOf('slow', 288),
  });

  beforeAll(async () => {
    await project.jbt('import', 'fil.csv', '--market', MARKET);
  });

  afterAll(() => project.remove());

  it('lookahead finds nothing in a strategy that reads the past alone', async () => {
    const { code, stdout } = await project.jbt('check', 'lookahead', 'trend.yaml');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^1 backtest checked by 1\d plays: 0 read ahead\n$/)]);
  });

  it('lookahead names the first order that a later candle decides', async () => {
    const { code, stdout } = await project.jbt('check', 'lookahead', 'peeking.yaml', '--cuts', '40');
    expect(code).toBe(3);
    expect(stdout).toMatch(/order \d+ is another one when the candles (ended|ran the other way) at 2023-08-0\d/);
    expect(stdout).toContain('with the future');
    expect(stdout).toContain('1 read ahead');
  });

  it('warmup names the first order that a longer warm-up changes, and tells how long is enough', async () => {
    const { code, stdout } = await project.jbt('check', 'warmup', 'slow.yaml', '--json');
    const { format, findings } = JSON.parse(stdout);
    expect([code, format]).toEqual([3, 1]);
    expect(findings[0].lines).toContainEqual(
      expect.stringMatching(/^ {2}unsettled: FIL-USDT ema period=500: \S+ at the first bar, \S+ with \d+ bars$/),
    );
    expect(findings[0].lines[0]).toMatch(/^order \d+ is another one after \d+ bars of warm-up than after 20 bars; /);
    expect((await project.jbt('check', 'warmup', 'trend.yaml')).code).toBe(0);
  });

  it('warmup says so where no earlier candles are stored', async () => {
    const { code, stdout } = await project.jbt('check', 'warmup', 'whole.yaml');
    expect([code, stdout]).toEqual([1, expect.stringContaining('no earlier candles are stored')]);
  });

  it('refuses another kind', async () => {
    const { code, stderr } = await project.jbt('check', 'everything');
    expect([code, stderr]).toEqual([2, expect.stringContaining('KIND must be lookahead or warmup')]);
  });
});

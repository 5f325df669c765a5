import { describe, expect, it } from 'vitest';
import { crossPlay, HOURLY, MINUTELY } from '../../bench/cross-session.ts';
import { inFolder } from '../../bench/harness/folder.ts';
import { compileCTwin } from '../../bench/limits/c-twin.ts';
import { type CrossRules, playFusedCross } from '../../bench/limits/fused-cross.ts';
import { playFusedScalper } from '../../bench/limits/fused-scalper.ts';
import { NUMBERS_A_TRADE, requireSameTrades, tradesOf } from '../../bench/limits/fused-trades.ts';
import { DAY_MINUTES, randomWalk } from '../../bench/market.ts';
import { portfolioOf } from '../../bench/portfolio.ts';
import { scalperPlay } from '../../bench/scalper.ts';

const minutes = randomWalk(60 * DAY_MINUTES);
const TIMEFRAMES: readonly (readonly ['1h' | '1m', CrossRules, number])[] = [
  ['1h', HOURLY, 5],
  ['1m', MINUTELY, 1000],
];

describe('the limits', () => {
  it.each(TIMEFRAMES)('make the trades of the session at %s', (timeframe, rules, least) => {
    const fused = playFusedCross(minutes, rules);
    expect(tradesOf(crossPlay(minutes, timeframe, rules)())).toEqual(fused);
    expect(fused.length / NUMBERS_A_TRADE).toBeGreaterThan(least);
  });

  it.each(TIMEFRAMES)('make them in C too, where there is a compiler, at %s', (_timeframe, rules) =>
    inFolder((folder) => {
      const twin = compileCTwin(folder, minutes, rules);
      if (twin === null) return;
      expect(twin.measure()).toBeGreaterThan(0);
      expect(twin.trades()).toEqual(playFusedCross(minutes, rules));
    }),
  );

  it('make the trades of the scalper', () => {
    const fused = playFusedScalper(minutes);
    expect(tradesOf(scalperPlay(minutes)())).toEqual(fused);
    expect(fused.length / NUMBERS_A_TRADE).toBeGreaterThan(5000);
  });

  it('make the trades of each route of the portfolio', () => {
    const { play, playFused } = portfolioOf(60 * DAY_MINUTES);
    const result = play();
    for (const { symbol, trades } of playFused()) expect(tradesOf(result, symbol)).toEqual(trades);
  });
});

describe('parity', () => {
  it('names the first trade that differs', () => {
    const trades = playFusedCross(minutes, HOURLY);
    const changed = trades.map((value, index) => (index === NUMBERS_A_TRADE + 3 ? 1 : value));
    expect(() => requireSameTrades('loops', trades, changed)).toThrow(/^loops: different trades, from number 2 on: /);
  });

  it('sees a trade too few', () => {
    const trades = playFusedCross(minutes, HOURLY);
    expect(() => requireSameTrades('loops', trades, trades.slice(NUMBERS_A_TRADE))).toThrow('different trades');
    expect(() => requireSameTrades('loops', trades, trades.slice(0, -NUMBERS_A_TRADE))).toThrow('different trades');
  });
});

import type { CandleColumns } from '../../src/model/candle.ts';
import { MINUTE } from '../../src/model/time.ts';
import { exitOf, type FusedTrades } from './fused-trades.ts';

export interface CrossRules {
  /** Minutes in a bar. */
  readonly bar: number;
  readonly fast: number;
  readonly slow: number;
  /** Shares of the entry price. */
  readonly stop: number;
  readonly target: number;
}

/** `strategies/cross.ts` over whole bars as one loop without closures: the limit of what JavaScript can do. */
export function playFusedCross(minutes: CandleColumns, rules: CrossRules): FusedTrades {
  const { start, length, open, high, low, close } = minutes;
  const { bar, fast, slow } = rules;
  const trades: number[] = [];
  const [alphaFast, alphaSlow] = [2 / (fast + 1), 2 / (slow + 1)];
  let emaFast = close[bar - 1];
  let emaSlow = emaFast;
  let [side, entry, openedAt, stop, target] = [0, 0, 0, 0, 0];
  for (let end = 2 * bar; end <= length; end += bar) {
    for (let i = end - bar; side !== 0 && i < end; i++) {
      const exit = exitOf(side, stop, target, open[i], high[i], low[i], close[i]);
      if (exit === 0) continue;
      trades.push(side, entry, openedAt, exit, start + (i + 1) * MINUTE);
      side = 0;
    }
    const price = close[end - 1];
    const wasAbove = emaFast >= emaSlow;
    const wasBelow = emaFast <= emaSlow;
    emaFast = alphaFast * price + (1 - alphaFast) * emaFast;
    emaSlow = alphaSlow * price + (1 - alphaSlow) * emaSlow;
    if (side !== 0) continue;
    if (wasBelow && emaFast > emaSlow) side = 1;
    else if (wasAbove && emaFast < emaSlow) side = -1;
    else continue;
    entry = price;
    openedAt = start + end * MINUTE;
    stop = price * (1 - side * rules.stop);
    target = price * (1 + side * rules.target);
  }
  if (side !== 0) trades.push(side, entry, openedAt, close[length - 1], start + length * MINUTE);
  return trades;
}

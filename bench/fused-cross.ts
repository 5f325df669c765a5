import type { CandleColumns } from '../src/model/candle.ts';
import { MINUTE } from '../src/model/time.ts';

export interface FusedTrade {
  readonly type: 'long' | 'short';
  readonly entryPrice: number;
  readonly exitPrice: number;
  readonly openedAt: number;
  readonly closedAt: number;
}

export interface CrossRules {
  /** Minutes in a bar. */
  readonly bar: number;
  readonly fast: number;
  readonly slow: number;
  /** Shares of the entry price. */
  readonly stop: number;
  readonly target: number;
}

/** The EMA-cross strategy of this bench as one plain loop over the arrays: what the engine's generality is measured against. */
export function playFused(minutes: CandleColumns, rules: CrossRules): readonly FusedTrade[] {
  const { start, length, open, high, low, close } = minutes;
  const { bar, fast, slow } = rules;
  const trades: FusedTrade[] = [];
  const [alphaFast, alphaSlow] = [2 / (fast + 1), 2 / (slow + 1)];
  let [emaFast, emaSlow] = [Number.NaN, Number.NaN];
  let [side, entry, openedAt, stop, target] = [0, 0, 0, 0, 0];
  const leave = (minute: number, exitPrice: number): void => {
    const closedAt = start + (minute + 1) * MINUTE;
    trades.push({ type: side > 0 ? 'long' : 'short', entryPrice: entry, exitPrice, openedAt, closedAt });
    side = 0;
  };
  for (let i = 0; i < length; i++) {
    if (side !== 0) {
      const hitsStop = side > 0 ? low[i] <= stop : high[i] >= stop;
      const hitsTarget = side > 0 ? high[i] >= target : low[i] <= target;
      if (hitsStop && hitsTarget) leave(i, close[i] >= open[i] === side > 0 ? stop : target);
      else if (hitsStop) leave(i, stop);
      else if (hitsTarget) leave(i, target);
    }
    if ((i + 1) % bar !== 0) continue;
    const price = close[i];
    const [beforeFast, beforeSlow] = [emaFast, emaSlow];
    emaFast = Number.isNaN(beforeFast) ? price : alphaFast * price + (1 - alphaFast) * beforeFast;
    emaSlow = Number.isNaN(beforeSlow) ? price : alphaSlow * price + (1 - alphaSlow) * beforeSlow;
    if (side !== 0) continue;
    if (beforeFast <= beforeSlow && emaFast > emaSlow) side = 1;
    else if (beforeFast >= beforeSlow && emaFast < emaSlow) side = -1;
    else continue;
    [entry, openedAt] = [price, start + (i + 1) * MINUTE];
    stop = price * (1 - side * rules.stop);
    target = price * (1 + side * rules.target);
  }
  if (side !== 0) leave(length - 1, close[length - 1]);
  return trades;
}

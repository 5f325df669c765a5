import type { CandleColumns } from '../../src/model/candle.ts';
import { MINUTE } from '../../src/model/time.ts';
import { exitOf, type FusedTrades } from './fused-trades.ts';

/**
 * `strategies/scalper.ts` as one loop without closures. In the minute of an entry only the target can be hit, and only
 * when the minute turns: prices of the walk move too little for the stop.
 */
export function playFusedScalper({ start, length, open, high, low, close }: CandleColumns): FusedTrades {
  const trades: number[] = [];
  let [side, waiting, entry, openedAt, entered, stop, target] = [0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < length; i++) {
    const opens = waiting > 0 ? low[i] <= entry : waiting < 0 && high[i] >= entry;
    if (opens) {
      side = waiting;
      waiting = 0;
      openedAt = start + (i + 1) * MINUTE;
      const turns = close[i] >= open[i] === side > 0;
      if (turns && (side > 0 ? high[i] >= target : low[i] <= target)) {
        trades.push(side, entry, openedAt, target, openedAt);
        side = 0;
      }
    } else if (side !== 0) {
      const exit = exitOf(side, stop, target, open[i], high[i], low[i], close[i]);
      if (exit !== 0) {
        trades.push(side, entry, openedAt, exit, start + (i + 1) * MINUTE);
        side = 0;
      }
    }
    const price = close[i];
    if (waiting !== 0 && i - entered > 3) waiting = 0;
    if (side !== 0) {
      if (i - entered < 8) continue;
      target = price * (side > 0 ? 1.0004 : 0.9996);
      entered = i;
    } else if (waiting === 0 && i % 10 === 0) {
      waiting = i % 20 === 0 ? 1 : -1;
      entered = i;
      entry = price * (waiting > 0 ? 0.9997 : 1.0003);
      stop = price * (1 - waiting * 0.002);
      target = price * (1 + waiting * 0.001);
    }
  }
  if (side !== 0) trades.push(side, entry, openedAt, close[length - 1], start + length * MINUTE);
  return trades;
}

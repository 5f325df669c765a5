import { allocateColumns, type CandleColumns } from '../src/model/candle.ts';
import { MINUTE } from '../src/model/time.ts';

const START = Date.UTC(2023, 0, 1);

export const DAY_MINUTES = 1440;
export const YEAR_MINUTES = 525_600;
export const MARKET = 'Bench:BTC-USDT';

/** A random walk of one-minute candles that is the same every time. */
export function randomWalk(minutes: number, seed = 42): CandleColumns {
  const columns = allocateColumns(START, MINUTE, minutes);
  let state = seed;
  const random = (): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
  let price = 100;
  for (let i = 0; i < minutes; i++) {
    const open = price;
    price = Math.max(10, price * (1 + (random() - 0.5) * 0.002));
    columns.open[i] = open;
    columns.close[i] = price;
    columns.high[i] = Math.max(open, price) * (1 + random() * 0.0005);
    columns.low[i] = Math.min(open, price) * (1 - random() * 0.0005);
    columns.volume[i] = 1 + Math.floor(random() * 100);
  }
  return columns;
}

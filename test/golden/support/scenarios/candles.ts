import { allocateColumns, type CandleColumns } from '../../../../src/model/candle.ts';
import { MINUTE } from '../../../../src/model/time.ts';

type Row = readonly [timestamp: number, open: number, close: number, high: number, low: number, volume: number];
type PriceRun = number | { readonly from: number; readonly to: number; readonly step?: number };

interface Generator {
  readonly seed: number;
  readonly count: number;
  readonly start_price_int: number;
  readonly divisor: number;
  readonly step: number;
  readonly wick: number;
  readonly floor_int: number;
  readonly gap_every?: number;
  readonly gap?: number;
}

/** Candles of the scenario language: see `dsl.candles` in scenarios.json. */
export type CandleSpec = { readonly start?: number; readonly warmup?: number } & (
  | { readonly kind: 'close_prices'; readonly prices: readonly PriceRun[] }
  | { readonly kind: 'rows'; readonly rows: readonly Row[] }
  | ({ readonly kind: 'lcg' } & Generator)
);

const START = 1609459200000;

export function makeCandles(spec: CandleSpec): CandleColumns {
  const rows = rowsOf(spec, spec.start ?? START);
  const columns = allocateColumns(rows[0][0], MINUTE, rows.length);
  rows.forEach(([timestamp, open, close, high, low, volume], i) => {
    if (timestamp !== rows[0][0] + i * MINUTE) throw new RangeError(`row ${i} is not the next minute`);
    columns.open[i] = open;
    columns.close[i] = close;
    columns.high[i] = high;
    columns.low[i] = low;
    columns.volume[i] = volume;
  });
  return columns;
}

function rowsOf(spec: CandleSpec, start: number): readonly Row[] {
  switch (spec.kind) {
    case 'rows':
      return spec.rows;
    case 'close_prices':
      return fromCloses(spec.prices.flatMap(expand), start);
    case 'lcg':
      return generate(spec, start);
  }
}

function expand(run: PriceRun): readonly number[] {
  if (typeof run === 'number') return [run];
  const size = run.step ?? 1;
  const step = run.to < run.from ? -Math.abs(size) : size;
  // Steps such as 0.1 fall short of the end by rounding alone.
  const steps = Math.floor((run.to - run.from) / step + 1e-9);
  return Array.from({ length: steps + 1 }, (_, i) => run.from + i * step);
}

function fromCloses(prices: readonly number[], start: number): readonly Row[] {
  return prices.map((price, i): Row => {
    const previous = i === 0 ? price - 0.5 : prices[i - 1];
    return [start + i * MINUTE, previous, price, Math.max(price, previous), Math.min(price, previous), 1];
  });
}

function generate(spec: Generator, start: number): readonly Row[] {
  let x = BigInt(spec.seed);
  const next = (): number => {
    x = (x * 1103515245n + 12345n) % 2n ** 31n;
    return Number(x >> 16n);
  };
  let price = spec.start_price_int;
  return Array.from({ length: spec.count }, (_, i): Row => {
    let open = price;
    price = Math.max(spec.floor_int, price + (next() % (2 * spec.step + 1)) - spec.step);
    const close = price;
    let high = Math.max(open, close) + (next() % (spec.wick + 1));
    let low = Math.max(1, Math.min(open, close) - (next() % (spec.wick + 1)));
    const volume = 1 + (next() % 100);
    if (spec.gap_every && spec.gap && i > 0 && i % spec.gap_every === 0) {
      open += (next() % (2 * spec.gap + 1)) - spec.gap;
      high = Math.max(high, open);
      low = Math.min(low, open);
    }
    const scale = spec.divisor;
    return [start + i * MINUTE, open / scale, close / scale, high / scale, low / scale, volume];
  });
}

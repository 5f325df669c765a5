import fc from 'fast-check';
import * as ta from '../../../src/indicators/index.ts';
import type { AnyIndicator, IndicatorParameters } from '../../../src/indicators/indicator.ts';
import { limitOf } from '../../../src/indicators/parameters.ts';
import { allocateColumns, type CandleColumns, COLUMN_NAMES, sliceColumns } from '../../../src/model/candle.ts';

/** Every listed indicator with its name. */
export const INDICATORS: readonly (readonly [name: string, indicator: AnyIndicator])[] = Object.entries(ta);

const HOUR = 3_600_000;

/** A random walk with gaps, wicks and bursts of volume, the same for the same seed. */
export function walk(length: number, seed: number, scale = 1): CandleColumns {
  const columns = allocateColumns(1_700_006_400_000, HOUR, length);
  const random = lehmer(seed);
  let price = 100;
  for (let i = 0; i < length; i++) {
    const open = price * (1 + (random() - 0.5) / 200);
    const close = open * (1 + (random() - 0.5) / 20);
    columns.open[i] = open * scale;
    columns.close[i] = close * scale;
    columns.high[i] = Math.max(open, close) * (1 + random() / 50) * scale;
    columns.low[i] = Math.min(open, close) * (1 - random() / 50) * scale;
    columns.volume[i] = 1 + random() * 1000;
    price = close > 20 && close < 500 ? close : 100;
  }
  return columns;
}

/** Candles that never move. */
export function still(length: number, price: number, volume: number): CandleColumns {
  const columns = allocateColumns(1_700_006_400_000, HOUR, length);
  for (const name of COLUMN_NAMES) columns[name].fill(name === 'volume' ? volume : price);
  return columns;
}

function lehmer(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** The indicator's columns; one that compares two markets gets `candles` and a market of its own. */
export function columnsOf(
  indicator: AnyIndicator,
  candles: CandleColumns,
  parameters: IndicatorParameters = {},
  second: CandleColumns = sliceColumns(BENCHMARK, 0, candles.length),
): Readonly<Record<string, Float64Array>> {
  return indicator.columns(candles, parameters, indicator.spec.needsSecond ? second : undefined);
}

/** The benchmark of the first market. */
export const BENCHMARK = walk(20_000, 77);

/** Values that an indicator must be able to work with, for each of its parameters. */
export function anyParameters({ spec }: AnyIndicator): fc.Arbitrary<IndicatorParameters> {
  const entries = Object.entries(spec.parameters).map(([key, preset]) => [key, anyValue(spec, key, preset)] as const);
  return fc.record(Object.fromEntries(entries));
}

function anyValue(
  spec: AnyIndicator['spec'],
  key: string,
  preset: number | string | boolean,
): fc.Arbitrary<number | string | boolean> {
  const limit = limitOf(spec, key);
  if (typeof preset === 'boolean') return fc.boolean();
  if (limit === undefined || limit.kind === 'between') return fc.constant(preset);
  if (limit.kind === 'oneOf') return fc.constantFrom(...limit.values);
  if (typeof preset !== 'number' || preset > 100) return fc.constant(preset);
  return fc.integer({ min: Math.max(limit.min, 4), max: Math.min(limit.max, 40) });
}

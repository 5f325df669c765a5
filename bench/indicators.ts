import * as ta from '../src/indicators/index.ts';
import type { AnyIndicator } from '../src/indicators/indicator.ts';
import { allocateColumns, type CandleColumns } from '../src/model/candle.ts';

const BARS = 500_000;
const ROUNDS = 12;

/** Dearer ones are listed apart. Nanoseconds. */
const DEAR = 50;

/** Why the dearest are. */
const REASONS: Readonly<Record<string, string>> = {
  hurstExponent: '39 averages, sums and logarithms a bar',
  frama: 'four extremes, a logarithm and an exponential a bar',
  mama: 'arc tangents and a chain of filters',
  medianAd: 'a window kept in order, O(period)',
  srsi: 'rsi, two extremes of it, two averages',
  squeezeMomentum: 'two extremes, four averages, a deviation and a line',
  correlationCycle: 'two windows of 20 weights and an arc tangent',
  ichimokuCloud: 'six extremes',
  ichimokuCloudSeq: 'six extremes and five copies',
  emd: 'turning points nobody can predict, branch predictors neither',
  supportResistanceWithBreaks: 'extremes on both sides and two averages of volume',
};

interface Cost {
  readonly name: string;
  readonly nanoseconds: number;
  readonly memory: number;
}

/** Nanoseconds per bar of every indicator with its defaults: the best of a few rounds over the same random walk. */
export function main(): void {
  const candles = walk(BARS);
  const costs = Object.entries<AnyIndicator>(ta)
    .map(([name, indicator]): Cost => {
      const { memory, parameters } = indicator.spec;
      const bars = memory === undefined ? Number.POSITIVE_INFINITY : memory.call(indicator.spec, parameters);
      return { name, nanoseconds: costOf(indicator, candles), memory: bars };
    })
    .sort((a, b) => a.nanoseconds - b.nanoseconds);
  for (const { name, nanoseconds, memory } of costs) {
    console.log(`${nanoseconds.toFixed(1).padStart(9)} ns  ${name.padEnd(28)} remembers ${memory} bars`);
  }
  console.log(`\nmedian ${costs[costs.length >> 1].nanoseconds.toFixed(1)} ns a bar over ${BARS} bars`);
  console.log(`above ${DEAR} ns:`);
  for (const { name } of costs.filter(({ nanoseconds }) => nanoseconds > DEAR)) {
    console.log(`  ${name.padEnd(28)} ${REASONS[name] ?? 'several passes over its input'}`);
  }
}

function costOf(indicator: AnyIndicator, candles: CandleColumns): number {
  const second = indicator.spec.needsSecond ? candles : undefined;
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    indicator.columns(candles, {}, second);
    best = Math.min(best, performance.now() - started);
  }
  return (best * 1e6) / candles.length;
}

function walk(length: number): CandleColumns {
  const columns = allocateColumns(1_700_006_400_000, 60_000, length);
  let state = 1;
  const random = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647 - 0.5;
  };
  let close = 1000;
  for (let i = 0; i < length; i++) {
    const open = close;
    close = Math.max(100, open + random());
    columns.open[i] = open;
    columns.close[i] = close;
    columns.high[i] = Math.max(open, close) + Math.abs(random());
    columns.low[i] = Math.min(open, close) - Math.abs(random());
    columns.volume[i] = 100 * (random() + 1);
  }
  return columns;
}

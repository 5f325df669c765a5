import * as ta from '../src/indicators/index.ts';
import type { AnyIndicator } from '../src/indicators/indicator.ts';
import { allocateColumns, type CandleColumns } from '../src/model/candle.ts';

const BARS = 500_000;
const ROUNDS = 12;

/** Nanoseconds a bar that the median is to stay below. */
const AIM = 15;

/** The dearest, from the dearest on, and why. */
const SHOWN = 25;
const REASONS: Readonly<Record<string, string>> = {
  aroon: 'ages of two extremes',
  chop: 'two extremes, an average of true ranges and a logarithm',
  cksp: 'four extremes and an average of true ranges',
  correlationCycle: 'two windows of 20 weights and an arc tangent',
  damianiVolatmeter: 'two averages of true ranges and two deviations',
  devstop: 'four extremes and a deviation',
  di: 'three Wilder sums',
  dti: 'six averages',
  dx: 'three Wilder sums and an average of their ratio',
  edcf: 'an average, a variance and two sums',
  emd: 'turning points nobody can predict, branch predictors neither',
  fisher: 'two extremes and a logarithm',
  frama: 'four extremes, a logarithm and an exponential',
  hurstExponent: '39 averages, sums and logarithms',
  hullSuit: 'three weighted averages and three outputs',
  ichimokuCloud: 'six extremes',
  ichimokuCloudSeq: 'six extremes and five copies',
  iftRsi: 'rsi, a weighted average and an exponential',
  kdj: 'two extremes and two averages',
  kst: 'four rates of change, five averages',
  mama: 'arc tangents and a chain of filters',
  medianAd: 'a window kept in order, O(period)',
  minmax: 'two extremes and four outputs',
  nma: 'a logarithm and a window of 40 weights',
  pma: 'four weighted averages',
  rsx: 'two chains of six filters',
  squeezeMomentum: 'two extremes, four averages, a deviation and a line',
  srsi: 'rsi, two extremes of it, two averages',
  stc: 'four averages and four extremes',
  stoch: 'two extremes and two averages',
  supportResistanceWithBreaks: 'two extremes, two averages of volume and six outputs',
  ultosc: 'six sums over windows',
  vpci: 'four averages by volume, three plain ones',
  wt: 'four averages and five outputs',
};

interface Cost {
  readonly name: string;
  readonly nanoseconds: number;
}

/** Nanoseconds per bar of every indicator with its defaults: the best of a few rounds over the same random walk. */
export function main(): void {
  const candles = walk(BARS);
  const costs = Object.entries<AnyIndicator>(ta)
    .map(([name, indicator]): Cost => ({ name, nanoseconds: costOf(indicator, candles) }))
    .sort((a, b) => a.nanoseconds - b.nanoseconds);
  for (const cost of costs) console.log(lineOf(cost));
  const below = costs.filter(({ nanoseconds }) => nanoseconds < AIM).length;
  const median = costs[costs.length >> 1].nanoseconds.toFixed(1);
  console.log(
    `\nmedian ${median} ns a bar over ${BARS} bars; ${below} of ${costs.length} below ${AIM} ns\n\nthe dearest:`,
  );
  for (const cost of costs.slice(-SHOWN).reverse()) {
    console.log(`${lineOf(cost)}  ${REASONS[cost.name] ?? 'several passes over its input'}`);
  }
}

function lineOf({ name, nanoseconds }: Cost): string {
  return `${nanoseconds.toFixed(1).padStart(9)} ns  ${name.padEnd(28)}`;
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

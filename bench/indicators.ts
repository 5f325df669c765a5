import * as ta from '../src/indicators/index.ts';
import type { AnyIndicator } from '../src/indicators/indicator.ts';
import type { CandleColumns } from '../src/model/candle.ts';
import { type Bench, type Figure, type Limit, limitOf } from './harness/figure.ts';
import type { Sample } from './harness/sample.ts';
import { inTurns, timed } from './harness/turns.ts';
import { randomWalk } from './market.ts';

const BARS = 500_000;
const ROUNDS = 9;

/** Nanoseconds a bar that the median is to stay below. */
const AIM_NS = 15;

/** So many of the dearest say why they are. */
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

/** Nanoseconds a bar of every indicator with its defaults, against one pass over the closes. The dearest come last. */
export const measure: Bench = async () => {
  const candles = randomWalk(BARS);
  const named = Object.entries<AnyIndicator>(ta);
  const measures = named.map(([, indicator]) =>
    timed(() => indicator.columns(candles, {}, secondOf(indicator, candles))),
  );
  const [pass, ...costs] = (await inTurns(ROUNDS, [timed(() => averageOf(candles)), ...measures])).map(aBar);
  const limit = limitOf('one pass', pass);
  const figures = named.map(
    ([name], index): Figure => ({ name, unit: 'ns a bar', cost: costs[index], limit, note: '' }),
  );
  const sorted = figures.sort((a, b) => a.cost.median - b.cost.median);
  const dearest = sorted.slice(-SHOWN).map((figure) => ({ ...figure, note: REASONS[figure.name] ?? 'several passes' }));
  return [...sorted.slice(0, -SHOWN), ...dearest, medianOf(sorted, limit)];
};

function secondOf({ spec }: AnyIndicator, candles: CandleColumns): CandleColumns | undefined {
  return spec.needsSecond ? candles : undefined;
}

function aBar({ median, ...sample }: Sample): Sample {
  return { ...sample, median: (median * 1e6) / BARS };
}

/** One exponential average, as a plain loop. */
function averageOf({ close, length }: CandleColumns): Float64Array {
  const column = new Float64Array(length);
  let average = close[0];
  for (let i = 0; i < length; i++) {
    average += 0.1 * (close[i] - average);
    column[i] = average;
  }
  return column;
}

/** `sorted` goes from cheap to dear. */
function medianOf(sorted: readonly Figure[], limit: Limit): Figure {
  const below = sorted.filter(({ cost }) => cost.median < AIM_NS).length;
  const note = `${below} of ${sorted.length} below ${AIM_NS} ns`;
  return { name: 'the median indicator', unit: 'ns a bar', cost: sorted[sorted.length >> 1].cost, limit, note };
}

import { indicator } from './indicator.ts';
import { rateOfChange } from './kernels/series.ts';
import { smaOfNumbers } from './sma.ts';
import { sourceOf } from './source.ts';

/** Know sure thing: four rates of change, the longer ones weighing more. */
export const kst = indicator({
  name: 'kst',
  parameters: {
    smaPeriod1: 10,
    smaPeriod2: 10,
    smaPeriod3: 10,
    smaPeriod4: 15,
    rocPeriod1: 10,
    rocPeriod2: 15,
    rocPeriod3: 20,
    rocPeriod4: 30,
    signalPeriod: 9,
    sourceType: 'close',
  },
  outputs: ['line', 'signal'],
  formula:
    'line = Σ k·sma(roc(rocPeriodₖ), smaPeriodₖ) for k = 1 to 4, roc in percent; signal = sma(line, signalPeriod); each sma is of the numbers in its window, from the first on',
  source: 'Martin Pring, Technical Analysis of Stocks & Commodities 10:9, 1992',
  warmup: (parameters) => Math.max(firstLine(parameters), parameters.signalPeriod - 1),
  memory: (parameters) => longestTerm(parameters) + parameters.signalPeriod,
  compute: (candles, parameters) => {
    const x = sourceOf(candles, parameters.sourceType);
    const line = new Float64Array(x.length);
    termsOf(parameters).forEach(([roc, sma], k) => {
      const term = smaOfNumbers(rateOfChange(x, roc), sma);
      for (let i = 0; i < line.length; i++) line[i] += (k + 1) * term[i];
    });
    return { line, signal: smaOfNumbers(line, parameters.signalPeriod) };
  },
});

type Periods = Readonly<Record<`${'sma' | 'roc'}Period${1 | 2 | 3 | 4}`, number>>;

function termsOf(p: Periods): readonly (readonly [roc: number, sma: number])[] {
  return [
    [p.rocPeriod1, p.smaPeriod1],
    [p.rocPeriod2, p.smaPeriod2],
    [p.rocPeriod3, p.smaPeriod3],
    [p.rocPeriod4, p.smaPeriod4],
  ];
}

function longestTerm(periods: Periods): number {
  return Math.max(...termsOf(periods).map(([roc, sma]) => roc + sma));
}

/** First bar at which every term has a number. */
function firstLine(periods: Periods): number {
  return Math.max(...termsOf(periods).map(([roc, sma]) => Math.max(roc, sma - 1)));
}

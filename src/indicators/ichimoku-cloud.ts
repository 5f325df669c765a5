import type { CandleColumns } from '../model/candle.ts';
import { indicator } from './indicator.ts';
import { highest, lowest } from './kernels/rolling.ts';
import { delayed, middleOf, nanSeries } from './kernels/series.ts';
import { whole } from './parameters.ts';

/** Ichimoku cloud as it lies over the current candle. */
export const ichimokuCloud = indicator({
  name: 'ichimokuCloud',
  parameters: { conversionLinePeriod: 9, baseLinePeriod: 26, laggingLinePeriod: 52, displacement: 26 },
  limits: { displacement: whole(1) },
  outputs: ['conversionLine', 'baseLine', 'spanA', 'spanB'],
  formula:
    'each line = middle of the highest high and lowest low of its period; spanA = middle of conversion and base line, spanB = line of laggingLinePeriod, both of displacement − 1 bars ago; no values in the first 79 bars, and none ever of a line that needs more than 80 candles, as in Jesse',
  source: 'Goichi Hosoda, 1969; TradingView Ichimoku Cloud',
  needsCandles: true,
  warmup: ({ displacement, ...periods }) =>
    longest(periods) + displacement - 1 > VISIBLE_CANDLES ? Number.POSITIVE_INFINITY : VISIBLE_CANDLES - 1,
  memory: () => VISIBLE_CANDLES - 1,
  readsAllBars: true,
  compute: (candles, parameters) => {
    const { conversionLine, baseLine, spanA, spanB } = linesOf(candles, parameters);
    const { conversionLinePeriod: conversion, baseLinePeriod: base, laggingLinePeriod: lagging } = parameters;
    const back = parameters.displacement - 1;
    return {
      conversionLine: within(conversion, conversionLine),
      baseLine: within(base, baseLine),
      spanA: within(Math.max(conversion, base) + back, delayed(spanA, back)),
      spanB: within(lagging + back, delayed(spanB, back)),
    };
  },
});

/** Jesse looks at 80 candles, no more and no fewer: a line that needs more never has a value. */
const VISIBLE_CANDLES = 80;

function within(needed: number, line: Float64Array): Float64Array {
  return needed > VISIBLE_CANDLES ? nanSeries(line.length) : line.fill(Number.NaN, 0, VISIBLE_CANDLES - 1);
}

interface LinePeriods {
  readonly conversionLinePeriod: number;
  readonly baseLinePeriod: number;
  readonly laggingLinePeriod: number;
}

/** The longest of the periods. */
export function longest({ conversionLinePeriod, baseLinePeriod, laggingLinePeriod }: LinePeriods): number {
  return Math.max(conversionLinePeriod, baseLinePeriod, laggingLinePeriod);
}

type Lines = Readonly<Record<'conversionLine' | 'baseLine' | 'spanA' | 'spanB', Float64Array>>;

/** The lines where they are computed, not moved. */
export function linesOf(candles: CandleColumns, periods: LinePeriods): Lines {
  const conversionLine = middleLine(candles, periods.conversionLinePeriod);
  const baseLine = middleLine(candles, periods.baseLinePeriod);
  const spanA = middleOf(conversionLine, baseLine);
  return { conversionLine, baseLine, spanA, spanB: middleLine(candles, periods.laggingLinePeriod) };
}

function middleLine({ high, low }: CandleColumns, period: number): Float64Array {
  return middleOf(highest(high, period), lowest(low, period));
}

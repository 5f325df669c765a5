import type { CandleColumns } from '../model/candle.ts';
import { indicator } from './indicator.ts';
import { highest, lowest } from './kernels/rolling.ts';
import { delayed, middleOf } from './kernels/series.ts';
import { whole } from './parameters.ts';

/** Ichimoku cloud as it lies over the current candle. */
export const ichimokuCloud = indicator({
  name: 'ichimokuCloud',
  parameters: { conversionLinePeriod: 9, baseLinePeriod: 26, laggingLinePeriod: 52, displacement: 26 },
  limits: { displacement: whole(1) },
  outputs: ['conversionLine', 'baseLine', 'spanA', 'spanB'],
  formula:
    'each line = middle of the highest high and lowest low of its period; spanA = middle of conversion and base line, spanB = line of laggingLinePeriod, both of displacement − 1 bars ago',
  source: 'Goichi Hosoda, 1969; TradingView Ichimoku Cloud',
  needsCandles: true,
  warmup: ({ displacement, ...periods }) => longest(periods) + displacement - 2,
  memory: ({ displacement, ...periods }) => longest(periods) + displacement,
  compute: (candles, parameters) => {
    const { conversionLine, baseLine, spanA, spanB } = linesOf(candles, parameters);
    const back = parameters.displacement - 1;
    return { conversionLine, baseLine, spanA: delayed(spanA, back), spanB: delayed(spanB, back) };
  },
});

interface LinePeriods {
  readonly conversionLinePeriod: number;
  readonly baseLinePeriod: number;
  readonly laggingLinePeriod: number;
}

/** The longest of the periods. */
export function longest({ conversionLinePeriod, baseLinePeriod, laggingLinePeriod }: LinePeriods): number {
  return Math.max(conversionLinePeriod, baseLinePeriod, laggingLinePeriod);
}

/** The lines where they are computed, not moved. */
export function linesOf(candles: CandleColumns, periods: LinePeriods) {
  const conversionLine = middleLine(candles, periods.conversionLinePeriod);
  const baseLine = middleLine(candles, periods.baseLinePeriod);
  const spanA = middleOf(conversionLine, baseLine);
  return { conversionLine, baseLine, spanA, spanB: middleLine(candles, periods.laggingLinePeriod) };
}

function middleLine({ high, low }: CandleColumns, period: number): Float64Array {
  return middleOf(highest(high, period), lowest(low, period));
}

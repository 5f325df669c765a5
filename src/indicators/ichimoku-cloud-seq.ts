import { linesOf, longest } from './ichimoku-cloud.ts';
import { indicator } from './indicator.ts';
import { delayed } from './kernels/series.ts';
import { whole } from './parameters.ts';

/** Ichimoku cloud with all its lines: those over the current candle, and those drawn ahead of it. */
export const ichimokuCloudSeq = indicator({
  name: 'ichimokuCloudSeq',
  parameters: { conversionLinePeriod: 9, baseLinePeriod: 26, laggingLinePeriod: 52, displacement: 26 },
  limits: { displacement: whole(1) },
  outputs: ['conversionLine', 'baseLine', 'spanA', 'spanB', 'laggingLine', 'futureSpanA', 'futureSpanB'],
  formula:
    'lines as in ichimokuCloud; spanA, spanB = futureSpanA, futureSpanB of displacement bars ago, laggingLine = close of displacement − 1 bars ago',
  source: 'Goichi Hosoda, 1969',
  needsCandles: true,
  warmup: ({ displacement, ...periods }) => longest(periods) + displacement - 1,
  memory: ({ displacement, ...periods }) => longest(periods) + displacement,
  compute: (candles, parameters) => {
    const { displacement } = parameters;
    const { conversionLine, baseLine, spanA: futureSpanA, spanB: futureSpanB } = linesOf(candles, parameters);
    return {
      conversionLine,
      baseLine,
      spanA: delayed(futureSpanA, displacement),
      spanB: delayed(futureSpanB, displacement),
      laggingLine: delayed(candles.close, displacement - 1),
      futureSpanA,
      futureSpanB,
    };
  },
});

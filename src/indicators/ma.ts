import { alma } from './alma.ts';
import { cwma } from './cwma.ts';
import { dema } from './dema.ts';
import { edcf } from './edcf.ts';
import { ema } from './ema.ts';
import { epma } from './epma.ts';
import { fwma } from './fwma.ts';
import { gauss } from './gauss.ts';
import { highPass } from './high-pass.ts';
import { highPass2Pole } from './high-pass-2-pole.ts';
import { hma } from './hma.ts';
import { hwma } from './hwma.ts';
import { type AnyIndicator, type IndicatorInput, indicator } from './indicator.ts';
import { jma } from './jma.ts';
import { jsa } from './jsa.ts';
import { kama } from './kama.ts';
import { linearreg } from './linearreg.ts';
import { maaq } from './maaq.ts';
import { mwdx } from './mwdx.ts';
import { nma } from './nma.ts';
import type { Matype } from './parameters.ts';
import { pwma } from './pwma.ts';
import { reflex } from './reflex.ts';
import { sinwma } from './sinwma.ts';
import { sma, smaOfNumbers } from './sma.ts';
import { smma } from './smma.ts';
import type { SourceType } from './source.ts';
import { sqwma } from './sqwma.ts';
import { srwma } from './srwma.ts';
import { supersmoother } from './supersmoother.ts';
import { supersmoother3Pole } from './supersmoother-3-pole.ts';
import { swma } from './swma.ts';
import { tema } from './tema.ts';
import { trendflex } from './trendflex.ts';
import { trima } from './trima.ts';
import { vpwma } from './vpwma.ts';
import { vwap } from './vwap.ts';
import { vwma } from './vwma.ts';
import { wilders } from './wilders.ts';
import { wma } from './wma.ts';

/** Every moving average by Jesse's `matype`. */
const AVERAGES: Readonly<Record<Matype, AnyIndicator>> = {
  0: sma,
  1: ema,
  2: wma,
  3: dema,
  4: tema,
  5: trima,
  6: kama,
  9: fwma,
  10: hma,
  11: linearreg,
  12: wilders,
  13: sinwma,
  14: supersmoother,
  15: supersmoother3Pole,
  16: gauss,
  17: highPass,
  18: highPass2Pole,
  20: jma,
  21: reflex,
  22: trendflex,
  23: smma,
  24: vwma,
  25: pwma,
  26: swma,
  27: alma,
  28: hwma,
  29: vwap,
  30: nma,
  31: edcf,
  32: mwdx,
  33: maaq,
  34: srwma,
  35: sqwma,
  36: vpwma,
  37: cwma,
  38: jsa,
  39: epma,
};

/** Any of Jesse's moving averages. */
export const ma = indicator({
  name: 'ma',
  parameters: { period: 30, matype: 0, sourceType: 'close' },
  outputs: ['value'],
  formula: `the average that matype names: ${Object.entries(AVERAGES)
    .map(([matype, { spec }]) => `${matype} ${spec.name}`)
    .join(', ')}; their other parameters at their defaults`,
  source: 'that of the average',
  warmup: ({ period, matype }) => averageWarmup(period, matype),
  memory: ({ period, matype }) => averageMemory(period, matype),
  fades: ({ matype }) => averageFades(matype),
  compute: (candles, { period, matype, sourceType }) => ({ value: averageOf(candles, period, matype, sourceType) }),
});

/** The average `matype` of candles, or of a series if it needs no volume. */
export function averageOf(
  input: IndicatorInput,
  period: number,
  matype: Matype,
  sourceType: SourceType = 'close',
): Float64Array {
  return AVERAGES[matype].columns(input, averageParameters(period, matype, sourceType)).value;
}

/** The average `matype` of a series. The plain mean passes over NaN, as in Jesse. */
export function averageOfSeries(x: Float64Array, period: number, matype: Matype): Float64Array {
  return matype === 0 ? smaOfNumbers(x, period) : averageOf(x, period, matype);
}

/** Bars at the start without a value of the average `matype` of a series that begins at the bar `first`. */
export function averageWarmupFrom(first: number, period: number, matype: Matype): number {
  return matype === 0 ? Math.max(first, period - 1) : first + averageWarmup(period, matype);
}

/** Bars at the start without a value of the average `matype`. */
export function averageWarmup(period: number, matype: Matype): number {
  const { spec } = AVERAGES[matype];
  return spec.warmup({ ...spec.parameters, ...averageParameters(period, matype) });
}

/** Bars that the average `matype` remembers. */
export function averageMemory(period: number, matype: Matype): number {
  const { spec } = AVERAGES[matype];
  return spec.memory?.({ ...spec.parameters, ...averageParameters(period, matype) }) ?? Number.POSITIVE_INFINITY;
}

/** True when older bars fade in the average `matype` instead of leaving it. */
export function averageFades(matype: Matype): boolean {
  const { spec } = AVERAGES[matype];
  return spec.fades?.(spec.parameters) ?? false;
}

function averageParameters(period: number, matype: Matype, sourceType: SourceType = 'close') {
  return 'period' in AVERAGES[matype].spec.parameters ? { period, sourceType } : { sourceType };
}

import { highPass2PoleMemory, highPass2PoleOf } from './high-pass-2-pole.ts';
import { indicator } from './indicator.ts';
import { difference } from './kernels/series.ts';
import { whole } from './parameters.ts';
import { sourceOf } from './source.ts';

/** Ehlers' simple decycler: the price without movement faster than `hpPeriod`. */
export const decycler = indicator({
  name: 'decycler',
  parameters: { hpPeriod: 125, sourceType: 'close' },
  limits: { hpPeriod: whole(2) },
  outputs: ['value'],
  formula: 'x − highPass2Pole(x, hpPeriod)',
  source: 'John Ehlers, Technical Analysis of Stocks & Commodities 33:10, 2015',
  warmup: () => 0,
  memory: ({ hpPeriod }) => highPass2PoleMemory(hpPeriod),
  fades: () => true,
  compute: (candles, { hpPeriod, sourceType }) => {
    const x = sourceOf(candles, sourceType);
    return { value: difference(x, highPass2PoleOf(x, hpPeriod)) };
  },
});

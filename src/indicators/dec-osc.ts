import { highPass2PoleMemory, highPass2PoleOf } from './high-pass-2-pole.ts';
import { indicator } from './indicator.ts';
import { difference } from './kernels/series.ts';
import { whole } from './parameters.ts';
import { sourceOf } from './source.ts';

/** Ehlers' decycler oscillator: movement of periods from half of `hpPeriod` to all of it, in percent of the price. */
export const decOsc = indicator({
  name: 'decOsc',
  parameters: { hpPeriod: 125, k: 1, sourceType: 'close' },
  limits: { hpPeriod: whole(4) },
  outputs: ['value'],
  formula: '100·k·highPass2Pole(x − highPass2Pole(x, hpPeriod), ⌊hpPeriod/2⌋)/x; NaN where x is 0',
  source: 'John Ehlers, Technical Analysis of Stocks & Commodities 33:10, 2015',
  warmup: () => 0,
  memory: ({ hpPeriod }) => highPass2PoleMemory(hpPeriod) + highPass2PoleMemory(hpPeriod / 2),
  fades: () => true,
  compute: (candles, { hpPeriod, k, sourceType }) => {
    const x = sourceOf(candles, sourceType);
    const value = highPass2PoleOf(difference(x, highPass2PoleOf(x, hpPeriod)), Math.floor(hpPeriod / 2));
    for (let i = 0; i < value.length; i++) value[i] = x[i] === 0 ? Number.NaN : (100 * k * value[i]) / x[i];
    return { value };
  },
});

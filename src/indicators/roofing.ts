import { highPass2PoleMemory, highPass2PoleOf } from './high-pass-2-pole.ts';
import { indicator } from './indicator.ts';
import { whole } from './parameters.ts';
import { sourceOf } from './source.ts';
import { supersmootherMemory, supersmootherOf } from './supersmoother.ts';

/** Ehlers' roofing filter: movement faster than `hpPeriod` and slower than `lpPeriod`. */
export const roofing = indicator({
  name: 'roofing',
  parameters: { hpPeriod: 48, lpPeriod: 10, sourceType: 'close' },
  limits: { hpPeriod: whole(2) },
  outputs: ['value'],
  formula: 'supersmoother(lpPeriod) of highPass2Pole(hpPeriod)',
  source: 'John F. Ehlers, Cycle Analytics for Traders, 2013',
  warmup: () => 0,
  memory: ({ hpPeriod, lpPeriod }) => highPass2PoleMemory(hpPeriod) + supersmootherMemory(lpPeriod),
  fades: () => true,
  compute: (candles, { hpPeriod, lpPeriod, sourceType }) => ({
    value: supersmootherOf(highPass2PoleOf(sourceOf(candles, sourceType), hpPeriod), lpPeriod),
  }),
});

import { emaMemory, emaOf } from './ema.ts';
import { indicator } from './indicator.ts';
import { change, zeroUntil } from './kernels/series.ts';
import { sourceOf } from './source.ts';

/** True strength index, −100 to 100. */
export const tsi = indicator({
  name: 'tsi',
  parameters: { longPeriod: 25, shortPeriod: 13, sourceType: 'close' },
  outputs: ['value'],
  formula: '100·s(change)/s(|change|), s = ema(shortPeriod) of ema(longPeriod), the first change 0; 0 without changes',
  source: 'William Blau, TASC 11/1991',
  warmup: () => 0,
  memory: ({ longPeriod, shortPeriod }) => emaMemory(longPeriod) + emaMemory(shortPeriod),
  fades: () => true,
  compute: (candles, { longPeriod, shortPeriod, sourceType }) => {
    const moves = zeroUntil(change(sourceOf(candles, sourceType)), 1);
    const value = emaOf(emaOf(moves, longPeriod), shortPeriod);
    for (let i = 0; i < moves.length; i++) moves[i] = Math.abs(moves[i]);
    const way = emaOf(emaOf(moves, longPeriod), shortPeriod);
    for (let i = 0; i < value.length; i++) value[i] = way[i] === 0 ? 0 : (100 * value[i]) / way[i];
    return { value };
  },
});

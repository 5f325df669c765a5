import { indicator } from './indicator.ts';
import { averageFades, averageMemory, averageOf, averageWarmup } from './ma.ts';

/** Percentage price oscillator. */
export const ppo = indicator({
  name: 'ppo',
  parameters: { fastPeriod: 12, slowPeriod: 26, matype: 0, sourceType: 'close' },
  outputs: ['value'],
  formula: '100·(average(fastPeriod) − average(slowPeriod))/average(slowPeriod); 0 where the slow one is 0',
  source: 'TA-Lib PPO, which takes the longer period for the slow one',
  warmup: ({ fastPeriod, slowPeriod, matype }) =>
    Math.max(averageWarmup(fastPeriod, matype), averageWarmup(slowPeriod, matype)),
  memory: ({ fastPeriod, slowPeriod, matype }) =>
    Math.max(averageMemory(fastPeriod, matype), averageMemory(slowPeriod, matype)),
  fades: ({ matype }) => averageFades(matype),
  compute: (candles, { fastPeriod, slowPeriod, matype, sourceType }) => {
    const value = averageOf(candles, fastPeriod, matype, sourceType);
    const slow = averageOf(candles, slowPeriod, matype, sourceType);
    for (let i = 0; i < value.length; i++) {
      value[i] = slow[i] === 0 ? 0 * value[i] : (100 * (value[i] - slow[i])) / slow[i];
    }
    return { value };
  },
});

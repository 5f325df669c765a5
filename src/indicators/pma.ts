import { indicator } from './indicator.ts';
import { sourceOf } from './source.ts';
import { wmaOf } from './wma.ts';

/** Ehlers' predictive moving average and its trigger. */
export const pma = indicator({
  name: 'pma',
  parameters: { sourceType: 'hl2' },
  outputs: ['predict', 'trigger'],
  formula: 'predict = 2·wma(7) − wma(7) of wma(7), trigger = wma(4) of predict',
  source: 'John F. Ehlers, Rocket Science for Traders, 2001',
  warmup: () => 15,
  memory: () => 16,
  compute: (candles, { sourceType }) => {
    const smooth = wmaOf(sourceOf(candles, sourceType), 7);
    const predict = wmaOf(smooth, 7);
    for (let i = 0; i < predict.length; i++) predict[i] = 2 * smooth[i] - predict[i];
    return { predict, trigger: wmaOf(predict, 4) };
  },
});

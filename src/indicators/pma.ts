import { indicator } from './indicator.ts';
import { zeroUntil } from './kernels/series.ts';
import { sourceOf } from './source.ts';
import { wmaOf } from './wma.ts';

/** Bars without a wma of 7 values: it and the prediction count as 0 there. */
const START = 6;

/** Ehlers' predictive moving average and its trigger. */
export const pma = indicator({
  name: 'pma',
  parameters: { sourceType: 'hl2' },
  outputs: ['predict', 'trigger'],
  formula: 'predict = 2·wma(7) − wma(7) of wma(7), trigger = wma(4) of predict; what lies before bar 6 counts as 0',
  source: 'John F. Ehlers, Rocket Science for Traders, 2001',
  warmup: () => START,
  memory: () => 16,
  compute: (candles, { sourceType }) => {
    const smooth = zeroUntil(wmaOf(sourceOf(candles, sourceType), 7), START);
    const predict = zeroUntil(wmaOf(smooth, 7), START);
    for (let i = START; i < predict.length; i++) predict[i] = 2 * smooth[i] - predict[i];
    const trigger = wmaOf(predict, 4);
    return { predict: predict.fill(Number.NaN, 0, START), trigger: trigger.fill(Number.NaN, 0, START) };
  },
});

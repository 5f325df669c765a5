import { indicator } from './indicator.ts';
import { firstNumber, nanSeries } from './kernels/series.ts';
import { smoothingMemory } from './kernels/smoothing.ts';
import { between } from './parameters.ts';
import { sourceOf } from './source.ts';

/** Holt-Winters moving average: level, speed and acceleration, each smoothed. */
export const hwma = indicator({
  name: 'hwma',
  parameters: { na: 0.2, nb: 0.1, nc: 0.1, sourceType: 'close' },
  limits: { na: between(0, 1), nb: between(0, 1), nc: between(0, 1) },
  outputs: ['value'],
  formula:
    'level = (1 − na)(level + speed + acc/2) + na·x, speed = (1 − nb)(speed + acc) + nb·Δlevel, acc = (1 − nc)·acc + nc·Δspeed; value = level + speed + acc/2',
  source: 'rengel8, Holt-Winters MA (MetaTrader), 2019; pandas-ta hwma',
  warmup: () => 0,
  memory: ({ na, nb, nc }) => 3 * smoothingMemory(Math.min(na, nb, nc)),
  fades: () => true,
  compute: (candles, { na, nb, nc, sourceType }) => ({ value: hwmaOf(sourceOf(candles, sourceType), na, nb, nc) }),
});

function hwmaOf(x: Float64Array, na: number, nb: number, nc: number): Float64Array {
  const out = nanSeries(x.length);
  const start = firstNumber(x);
  if (start === x.length) return out;
  let level = x[start];
  let speed = 0;
  let acceleration = 0;
  for (let i = start; i < x.length; i++) {
    if (Number.isNaN(x[i])) continue;
    const nextLevel = (1 - na) * (level + speed + acceleration / 2) + na * x[i];
    const nextSpeed = (1 - nb) * (speed + acceleration) + nb * (nextLevel - level);
    acceleration = (1 - nc) * acceleration + nc * (nextSpeed - speed);
    level = nextLevel;
    speed = nextSpeed;
    out[i] = level + speed + acceleration / 2;
  }
  return out;
}

import type { CandleColumns } from '../../model/candle.ts';
import { nanSeries } from './series.ts';

/** Wilder's directional movement of each bar against the one before; NaN at the first. */
export interface DirectionalMovement {
  readonly plus: Float64Array;
  readonly minus: Float64Array;
}

/** Counts the larger of the moves up and down if it is positive; the other is 0. */
export function directionalMovement({ high, low, length }: CandleColumns): DirectionalMovement {
  const plus = nanSeries(length);
  const minus = nanSeries(length);
  for (let i = 1; i < length; i++) {
    const up = high[i] - high[i - 1];
    const down = low[i - 1] - low[i];
    plus[i] = up > down && up > 0 ? up : 0;
    minus[i] = down > up && down > 0 ? down : 0;
  }
  return { plus, minus };
}

import { DAY, HOUR, MINUTE } from '../../../model/time.ts';
import type { Grid } from './grid.ts';

const DAY_MINUTES = DAY / MINUTE;
const HOUR_MINUTES = HOUR / MINUTE;
/** Days of clocks with summer time have 23 to 25 hours. */
const SHORTEST_DAY = 23 * HOUR_MINUTES;
const LONGEST_DAY = 25 * HOUR_MINUTES;
/** Zones are ahead of UTC by a number of these minutes. */
const ZONE_STEP = 15;
/** Days of Asia and of currencies open in the evening before (UTC), those of America and Europe in the morning. */
const EVENING = 15 * HOUR_MINUTES;
const NOON = 12 * HOUR_MINUTES;

/** True for rows a day or more apart, as days are, at whatever hour. */
export function areDaysApart({ first, divisor, least }: Grid): boolean {
  return least >= SHORTEST_DAY && divisor % ZONE_STEP === 0 && first % ZONE_STEP === 0;
}

/** True when no two rows are neighbouring days. */
export function areLongerThanDays({ least }: Grid): boolean {
  return least > LONGEST_DAY;
}

/** True for days that open at another hour than midnight (UTC). */
export function areMovedDays({ first, divisor }: Grid): boolean {
  return first % DAY_MINUTES !== 0 || divisor % DAY_MINUTES !== 0;
}

/** Returns the day that opens at a minute, as the minute of its midnight (UTC). */
export function dayOf(minute: number): number {
  const rest = minute % DAY_MINUTES;
  return minute - rest + (rest < EVENING ? 0 : DAY_MINUTES);
}

/** True for a full hour after noon (UTC): a midnight in Australia, or a morning in America. */
export function isOfTwoDays(minute: number): boolean {
  const rest = minute % DAY_MINUTES;
  return rest >= NOON && rest < EVENING && rest % HOUR_MINUTES === 0;
}

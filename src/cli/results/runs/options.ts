import * as z from 'zod';
import { DAY, HOUR } from '../../../model/time.ts';
import { flagOption, valueOption } from '../../options.ts';
import { wholeFromOne } from '../../run/options.ts';

const UNITS_MS = { h: HOUR, d: DAY, w: 7 * DAY } as const;
const AGE = /^(\d{1,6})(h|d|w)$/;
const EXPECTED = { error: 'an age such as 12h, 30d or 8w' };

/** `30d` → milliseconds. */
const age = z
  .string(EXPECTED)
  .regex(AGE, EXPECTED)
  .transform((text) => {
    const [, amount, unit] = AGE.exec(text) ?? [];
    return Number(amount) * UNITS_MS[unit as keyof typeof UNITS_MS];
  });

/** Options of `jbt runs`. */
export const RUNS_OPTIONS = {
  top: valueOption(wholeFromOne, null, { describe: 'number of runs to list, newest first', defaultText: '20' }),
  keep: valueOption(wholeFromOne, null, { describe: 'with remove: all but so many of the newest runs' }),
  /** Milliseconds. */
  olderThan: valueOption(age, null, { describe: 'with remove: runs that began so long ago, such as 30d' }),
  dryRun: flagOption('with remove: say what would be removed, and remove nothing'),
  json: flagOption('print one JSON document'),
};

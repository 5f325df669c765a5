import { JbtError } from '../../../model/errors.ts';
import { formatMinute } from '../../../model/gap.ts';
import { MINUTE } from '../../../model/time.ts';
import type { CandleFile } from '../file.ts';
import { dayOf } from './days.ts';
import type { Base } from './tell.ts';

/** Returns the open times of a file's candles in minutes. Throws JbtError `InvalidCandles` for one that is on no bar. */
export function opensOf(file: CandleFile, base: Base): Uint32Array {
  const { minutes } = file.rows;
  if (base.minutes === 1) return minutes;
  // Times that end a candle are the last minute of it.
  const shift = file.stamp === 'close' ? base.minutes - 1 : 0;
  return minutes.map((minute, row) => {
    const open = minute - shift;
    if (base.isMoved) return dayOf(open);
    return open % base.minutes === 0 ? open : refuse(file, row, base);
  });
}

function refuse({ name, rowWord, rows }: CandleFile, row: number, { timeframe }: Base): never {
  const found = formatMinute(rows.minutes[row] * MINUTE);
  const place = `${name} ${rowWord} ${rows.lines[row]}`;
  throw new JbtError(
    'InvalidCandles',
    `${place}: ${found} is no time of a ${timeframe} candle, as the rows before are`,
  );
}

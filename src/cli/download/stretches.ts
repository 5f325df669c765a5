import type { CandleFile } from '../../adapters/candles/file.ts';
import { sliceColumns } from '../../model/candle.ts';
import { MINUTE, type TimeRange } from '../../model/time.ts';

/** Cuts a file where minutes were filled, so that the store keeps its gaps. */
export function stretchesOf(file: CandleFile): readonly CandleFile[] {
  const { candles, lines, filled } = file;
  const end = candles.start + candles.length * MINUTE;
  const starts = [candles.start, ...filled.map(({ to }) => to)];
  const ranges = starts.map((from, index): TimeRange => ({ from, to: filled[index]?.from ?? end }));
  return ranges.map((range) => {
    const [first, last] = [range.from, range.to].map((time) => (time - candles.start) / MINUTE);
    return { ...file, candles: sliceColumns(candles, first, last), lines: lines.subarray(first, last), filled: [] };
  });
}

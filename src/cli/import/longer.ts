import type { CandleFile } from '../../adapters/candles/file.ts';
import { FEWEST_ON_GRID, longerStep } from '../../adapters/candles/rows/rows.ts';
import { JbtError } from '../../model/errors.ts';
import { formatLength, MINUTE } from '../../model/time.ts';

/** Refuses files of a few rows each that are longer candles only when they are seen together. */
export function refuseLongerFiles(files: readonly CandleFile[]): void {
  if (files.length < 2) return;
  const minutes: number[] = [];
  for (const { candles, lines } of files) {
    const rows = lines.reduce((count, line) => count + (line === 0 ? 0 : 1), 0);
    if (rows >= FEWEST_ON_GRID) return;
    for (const [index, line] of lines.entries()) if (line > 0) minutes.push(candles.start / MINUTE + index);
  }
  const step = longerStep(Uint32Array.from(new Set(minutes)).sort());
  if (step === null) return;
  throw new JbtError(
    'InvalidCandles',
    `${files[0].name} and ${files.length - 1} more: together these are ${formatLength(step)} candles; jbt needs 1m candles (it makes the longer bars itself)`,
  );
}

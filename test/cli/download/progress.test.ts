import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import type { PartCount } from '../../../src/cli/download/market-download.ts';
import { monthsIn } from '../../../src/cli/download/months.ts';
import { DownloadProgress } from '../../../src/cli/download/progress.ts';

const FIL = { exchange: 'Binance Spot', symbol: 'FIL-USDT' };
const MONTHS = monthsIn({ from: Date.UTC(2023, 0, 1), to: Date.UTC(2023, 4, 1) });

/** A terminal, or a file, and a clock that is set. */
function setUp(isTTY: boolean, columns = 120) {
  const written: string[] = [];
  const stream = new Writable({
    decodeStrings: false,
    write(text: string, _encoding, done) {
      written.push(text);
      done();
    },
  });
  const clock = { ms: 0 };
  const terminal = Object.assign(stream, { isTTY, columns }) as unknown as NodeJS.WriteStream;
  return { written, clock, progress: new DownloadProgress(terminal, MONTHS.length, () => clock.ms) };
}

function count(month: number, outcome: PartCount['outcome'], bytes: number): PartCount {
  return { part: MONTHS[month], outcome, added: bytes / 10, replaced: 0, filled: 0, bytes, absent: [] };
}

it('a terminal shows the rate, and the time left by the months that brought something', () => {
  const { written, clock, progress } = setUp(true);
  progress.begin();
  clock.ms = 500;
  progress.end(FIL, count(0, 'skipped', 0));
  progress.begin();
  clock.ms = 10_500;
  progress.end(FIL, count(1, 'downloaded', 1_000_000));
  progress.begin();
  clock.ms = 15_500;
  progress.update(FIL, MONTHS[2], { bytes: 500_000, share: 0.5 });
  expect(written.at(-1)).toBe('Binance Spot:FIL-USDT 2023-03: 2 months left, 1.50MB, 100kB/s, 15 s left');
});

it('a terminal is redrawn at most ten times a second, and never wraps', () => {
  const { written, clock, progress } = setUp(true, 40);
  progress.begin();
  for (clock.ms = 0; clock.ms < 1_000; clock.ms += 10) progress.update(FIL, MONTHS[0], { bytes: 1, share: 0.5 });
  const lines = written.filter((text) => text.startsWith('Binance'));
  expect(lines).toHaveLength(10);
  expect(lines[0]).toBe('Binance Spot:FIL-USDT 2023-01: 4 months');
  progress.close();
  expect(written.at(-1)).toBe('\r\u001b[2K');
});

it('a file gets a line for each month that brought something, and no control sequences', () => {
  const { written, progress } = setUp(false);
  progress.begin();
  progress.update(FIL, MONTHS[0], { bytes: 500_000, share: 0.5 });
  progress.end(FIL, count(0, 'downloaded', 446_400));
  progress.end(FIL, count(1, 'absent', 0));
  progress.close();
  expect(written).toEqual(['Binance Spot:FIL-USDT 2023-01: 44,640 new, 446kB\n']);
});

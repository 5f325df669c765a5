import type { FetchProgress } from '../../adapters/download/source.ts';
import { type Market, marketKey } from '../../model/market.ts';
import { formatDate, SECOND, type TimeRange } from '../../model/time.ts';
import { formatCount, formatRate, formatTimeLeft } from '../../run/text/numbers.ts';
import { printable } from '../../run/text/plain.ts';
import { counted } from '../candles/answer.ts';
import type { PartCount } from './market-download.ts';

const REDRAW_MS = 100;
/** Nobody can tell the time left from less. */
const LEAST_SHARE = 0.02;

/** Shows a download on standard error: one live line on a terminal, else a line for each month that it brought. */
export class DownloadProgress {
  readonly #stream: NodeJS.WriteStream;
  readonly #now: () => number;
  #monthsLeft: number;
  #monthsFetched = 0;
  #bytesBefore = 0;
  #busyMs = 0;
  #beganAt = 0;
  #drawnAt = Number.NEGATIVE_INFINITY;

  /** `now` counts milliseconds from anywhere. */
  constructor(stream: NodeJS.WriteStream, months: number, now: () => number) {
    this.#stream = stream;
    this.#monthsLeft = months;
    this.#now = now;
  }

  begin(): void {
    this.#beganAt = this.#now();
  }

  /** Redraws the live line, seldom: a terminal takes longer than a piece of a file. */
  update(market: Market, part: TimeRange, progress: FetchProgress): void {
    const now = this.#now();
    if (!this.#stream.isTTY || now - this.#drawnAt < REDRAW_MS) return;
    this.#drawnAt = now;
    this.#draw(`${marketKey(market)} ${monthName(part)}: ${this.#numbers(progress, now)}`);
  }

  end(market: Market, count: PartCount): void {
    this.#monthsLeft -= 1;
    if (count.outcome === 'downloaded') {
      this.#monthsFetched += 1;
      this.#bytesBefore += count.bytes;
      this.#busyMs += this.#now() - this.#beganAt;
    }
    if (!this.#stream.isTTY && count.outcome === 'downloaded') this.#write(market, count);
  }

  close(): void {
    eraseLine(this.#stream);
  }

  #write(market: Market, { part, added, bytes }: PartCount): void {
    const text = `${marketKey(market)} ${monthName(part)}: ${formatCount(added)} new, ${formatRate(bytes)}B`;
    this.#stream.write(`${printable(text)}\n`);
  }

  #draw(text: string): void {
    const width = (this.#stream.columns ?? 80) - 1;
    eraseLine(this.#stream);
    this.#stream.write(printable(text).slice(0, width));
  }

  /** Months that bring nothing take no time: the others tell how long a month takes. */
  #numbers({ bytes, share }: FetchProgress, now: number): string {
    const all = this.#bytesBefore + bytes;
    const seconds = (this.#busyMs + now - this.#beganAt) / SECOND;
    const done = this.#monthsFetched + share;
    const left = done < LEAST_SHARE ? null : (seconds / done) * (this.#monthsLeft - share);
    return [
      `${counted(this.#monthsLeft, 'month')} left`,
      `${formatRate(all)}B`,
      `${formatRate(seconds > 0 ? all / seconds : null)}B/s`,
      ...(left === null ? [] : [`${formatTimeLeft(left)} left`]),
    ].join(', ');
  }
}

/** Erases the live line of a terminal. */
export function eraseLine(stream: NodeJS.WriteStream): void {
  if (stream.isTTY) stream.write('\r\u001b[2K');
}

function monthName({ from }: TimeRange): string {
  return formatDate(from).slice(0, '2023-01'.length);
}

import { type Candle, candleFault } from '../../../model/candle.ts';
import { DAY, MINUTE, SECOND, type Timestamp } from '../../../model/time.ts';
import type { CandleRows } from './rows.ts';

/** Rows that are shorter than minutes: candles of some seconds each, or trades. */
export type ShortRows =
  | { readonly kind: 'seconds'; readonly step: number; readonly isEnd: boolean }
  | { readonly kind: 'trades' };

/** A minute that is being made. */
interface Making {
  readonly line: number;
  readonly start: Timestamp;
  first: Timestamp;
  last: Timestamp;
  open: number;
  close: number;
  high: number;
  low: number;
  volume: number;
}

/**
 * Makes minutes of shorter rows as they come, from old to new or from new to old. The first and the last minute of a file
 * are left out where the file seems to begin or to end within them.
 */
export class MinuteMaker {
  readonly #rows: CandleRows;
  readonly #short: ShortRows;
  readonly #partial: string[] = [];
  #making: Making | null = null;
  #isFirst = true;
  #isDescending: boolean | null = null;
  #last: Candle | null = null;
  #count = 0;
  #duplicates = 0;

  constructor(rows: CandleRows, short: ShortRows) {
    this.#rows = rows;
    this.#short = short;
  }

  /** Number of rows. */
  get count(): number {
    return this.#count;
  }

  /** Says in words how minutes were made. */
  get notes(): readonly string[] {
    const found = this.#short.kind === 'trades' ? 'trades' : `candles of ${this.#short.step / SECOND}s`;
    const repeated = this.#duplicates > 0 ? [`rows that repeat the one before: ${this.#duplicates}, left out`] : [];
    return [`minutes are made of ${found}`, ...this.#partial, ...repeated];
  }

  /** Adds a row; of a trade all prices are one. Throws JbtError `InvalidCandles`. */
  add(line: number, candle: Candle): void {
    const fault = candleFault(candle);
    if (fault !== null) this.#rows.refuse(line, `${new Date(candle.timestamp).toISOString()}: ${fault}`);
    this.#count += 1;
    const row = { ...candle, timestamp: this.#openOf(line, candle.timestamp) };
    if (this.#last !== null && !this.#isNext(line, this.#last, row)) return;
    this.#last = row;
    const start = row.timestamp - (row.timestamp % MINUTE);
    if (this.#making?.start !== start) {
      this.#closeMinute(false);
      this.#making = { line, start, first: row.timestamp, last: row.timestamp, ...row };
      return;
    }
    this.#extend(this.#making, row);
  }

  /** Adds the minute that is left. */
  finish(): void {
    this.#closeMinute(true);
  }

  #openOf(line: number, timestamp: Timestamp): Timestamp {
    if (this.#short.kind === 'trades') return Math.floor(timestamp);
    const { step, isEnd } = this.#short;
    // Ends may be the last millisecond of a candle, or the start of the next.
    const open = isEnd ? Math.floor((timestamp - 1) / step) * step : timestamp;
    if (open % step !== 0)
      this.#rows.refuse(line, `${new Date(open).toISOString()}: that is no time of a ${step / SECOND}s candle`);
    return open;
  }

  /** False for a row that repeats the one before. Throws JbtError `InvalidCandles` for rows out of order. */
  #isNext(line: number, last: Candle, row: Candle): boolean {
    if (row.timestamp === last.timestamp) {
      if (this.#short.kind === 'trades') return true;
      if (row.open === last.open && row.high === last.high && row.low === last.low && row.close === last.close) {
        this.#duplicates += 1;
        return false;
      }
      this.#rows.refuse(line, `${new Date(row.timestamp).toISOString()} has another candle than the row before`);
    }
    const isDescending = row.timestamp < last.timestamp;
    this.#isDescending ??= isDescending;
    if (isDescending !== this.#isDescending) {
      this.#rows.refuse(line, `${new Date(row.timestamp).toISOString()} is out of order: sort the rows by time`);
    }
    return true;
  }

  #extend(making: Making, row: Candle): void {
    if (this.#isDescending) {
      making.open = row.open;
      making.first = row.timestamp;
    } else {
      making.close = row.close;
      making.last = row.timestamp;
    }
    making.high = Math.max(making.high, row.high);
    making.low = Math.min(making.low, row.low);
    making.volume += row.volume;
  }

  #closeMinute(isLast: boolean): void {
    const making = this.#making;
    if (making === null) return;
    const isBegun = !(this.#isDescending ? isLast : this.#isFirst) || this.#isBegun(making);
    const isEnded = !(this.#isDescending ? this.#isFirst : isLast) || this.#isEnded(making);
    this.#isFirst = false;
    this.#making = null;
    if (isBegun && isEnded) {
      const { line, start, open, close, high, low, volume } = making;
      this.#rows.add(line, { timestamp: start, open, close, high, low, volume });
      return;
    }
    const clock = (time: Timestamp) => new Date(time).toISOString().slice(0, 19).replace('T', ' ');
    const cut = isBegun ? `end at ${clock(making.last)}` : `begin at ${clock(making.first)}`;
    this.#partial.push(`rows ${cut}: that minute is not whole, and left out`);
  }

  /** Files of trades are cut at midnight, where the first trade may come late. */
  #isBegun({ start, first }: Making): boolean {
    if (this.#short.kind === 'seconds') return first === start;
    return start % DAY === 0 || first - start < SECOND;
  }

  #isEnded({ start, last }: Making): boolean {
    const end = start + MINUTE;
    if (this.#short.kind === 'seconds') return last + this.#short.step === end;
    return end % DAY === 0 || end - last <= SECOND;
  }
}

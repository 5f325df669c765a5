import type { Candle } from '../../../model/candle.ts';
import { JbtError } from '../../../model/errors.ts';
import { describeGap, describeGaps } from '../../../model/gap.ts';
import { DAY, formatLength, HOUR, type TimeRange } from '../../../model/time.ts';
import type { CandleFile, CandleFileOptions } from '../file.ts';
import { CandleRows, type FinishedRows, type RowWord } from '../rows/rows.ts';
import { type DateOrder, TimeReader } from '../time/time.ts';
import { OneMarket } from './identity.ts';
import type { Cell } from './names.ts';
import { isHeaderAgain, type TablePlan } from './plan.ts';
import { RowReader } from './row.ts';

export type { Condition } from './identity.ts';
export { type Cell, columnTwice, isHeader } from './names.ts';
export { planTable, type TableHead, type TablePlan } from './plan.ts';

/** Errors quote so much of a row. */
const QUOTED_CHARACTERS = 80;

/** Quotes a row as it stands in the file. */
export function quoteRow(row: string): string {
  const text = row.trim();
  return JSON.stringify(text.length > QUOTED_CHARACTERS ? `${text.slice(0, QUOTED_CHARACTERS)}...` : text);
}

/** Reads the rows of a file, whatever its format, into candles. */
export class Table {
  readonly rows: CandleRows;
  readonly time: TimeReader;
  readonly #name: string;
  readonly #word: RowWord;
  readonly #plan: TablePlan;
  readonly #options: CandleFileOptions;
  readonly #reader: RowReader;
  readonly #market: OneMarket;
  #missing = 0;
  #movedOpens = 0;

  constructor(name: string, plan: TablePlan, options: CandleFileOptions, order: DateOrder | null, word: RowWord) {
    this.#name = name;
    this.#word = word;
    this.#plan = plan;
    this.#options = options;
    this.rows = new CandleRows(name, plan.stamp, word);
    this.time = new TimeReader({ unit: options.timeUnit, order, zone: options.timeZone });
    this.#reader = new RowReader(plan, this.time);
    this.#market = new OneMarket(plan.identities, plan.names, options.where);
  }

  /** True when a row is a candle by its numbers alone. */
  get isPlain(): boolean {
    const { places, mark, hasForeignOpens } = this.#plan;
    return this.#market.isTrivial && !hasForeignOpens && mark === '.' && places.clock < 0 && places.volume >= 0;
  }

  /** Adds a row; `quote` returns it as it stands in the file. Throws JbtError `InvalidCandles`. */
  add(line: number, cells: readonly Cell[], quote: () => string): void {
    if (!this.#market.includes(cells)) return;
    const candle = this.#market.faultOf(cells) ?? this.#reader.read(cells);
    if (typeof candle === 'string') {
      if (isHeaderAgain(cells, this.#plan)) return;
      this.rows.refuse(line, `${candle} in ${quoteRow(quote())}`);
    }
    if (candle === null) this.#missing += 1;
    else this.rows.add(line, this.#plan.hasForeignOpens ? this.#withinRange(candle) : candle);
  }

  /** Returns all candles. Throws JbtError `InvalidCandles`, `ConflictingCandles` or `CandleGap`. */
  finish(): CandleFile {
    if (this.rows.length === 0) throw new JbtError('InvalidCandles', `${this.#name} ${this.#emptyText()}`);
    const rows = this.rows.finish((lines) => this.#conflictHint(lines));
    refuseLonger(this.#name, rows.longerStep);
    if (this.#options.gaps === 'refuse') this.#refuseGaps(rows.gaps);
    else refuseYears(this.#name, rows.gaps);
    const { duplicates, gaps } = rows;
    return {
      name: this.#name,
      rowWord: this.#word,
      ...rows.columns(),
      duplicates,
      filled: gaps,
      notes: this.#notes(rows),
    };
  }

  #emptyText(): string {
    return this.#options.where.length > 0 ? 'has no candles that --where chooses' : 'has a header but no candles';
  }

  /** BitMEX takes the close before as the open; the trades of the minute lie between low and high. */
  #withinRange(candle: Candle): Candle {
    const { open, high, low } = candle;
    const within = Math.min(Math.max(open, low), high);
    if (within === open) return candle;
    this.#movedOpens += 1;
    return { ...candle, open: within };
  }

  #refuseGaps(gaps: readonly TimeRange[]): void {
    if (gaps.length === 0) return;
    const hint = this.time.isAssumedUtc && gaps.some(isHour) ? `; ${CLOCK_HINT}` : '';
    throw new JbtError(
      'CandleGap',
      `${this.#name}: ${describeGaps(gaps)}; --gaps fill makes them minutes without a trade${hint}`,
    );
  }

  #conflictHint(lines: number): string {
    return this.time.isAssumedUtc && lines % 60 === 0 ? `; ${CLOCK_HINT}` : '';
  }

  #notes({ order }: FinishedRows): readonly string[] {
    const { places, notes, isUtc } = this.#plan;
    const { blankVolumes } = this.#reader;
    return [
      ...notes,
      ...(this.time.isAssumedUtc && !isUtc
        ? ['times have no zone and are taken as UTC (--time-zone names another)']
        : []),
      ...(this.time.hasExcelDays ? ['times are serial days of Excel'] : []),
      ...(this.rows.hasLastSeconds ? ['times are the ends of minutes: moved to their starts'] : []),
      ...(order === 'descending' ? ['rows run from new to old: reversed'] : []),
      ...(order === 'mixed' ? ['rows were out of order: sorted by time'] : []),
      ...(places.volume < 0 ? ['there is no volume: 0 is stored'] : []),
      ...(blankVolumes > 0 ? [`${blankVolumes} blank volumes: 0 is stored`] : []),
      ...(this.#missing > 0 ? [`${this.#missing} rows without prices: missing minutes`] : []),
      ...(this.#movedOpens > 0 ? [`${this.#movedOpens} opens lay outside of low and high: moved to the nearest`] : []),
    ];
  }
}

const CLOCK_HINT = 'if its clock is local and changes for summer, name it: --time-zone America/New_York';

function isHour({ from, to }: TimeRange): boolean {
  return to - from === HOUR && from % HOUR === 0;
}

/** No market pauses so long; minutes for it would fill the memory. */
const LONGEST_FILL = 366 * DAY;

function refuseYears(name: string, gaps: readonly TimeRange[]): void {
  const gap = gaps.find(({ from, to }) => to - from > LONGEST_FILL);
  if (gap === undefined) return;
  throw new JbtError(
    'CandleGap',
    `${name}: nothing from ${describeGap(gap)}: more than a year is never filled, a time is wrong`,
  );
}

function refuseLonger(name: string, step: number | null): void {
  if (step === null) return;
  throw new JbtError(
    'InvalidCandles',
    `${name}: these are ${formatLength(step)} candles, no two rows are closer; jbt needs 1m candles (it makes the longer bars itself)`,
  );
}

import type { Candle } from '../../../model/candle.ts';
import { JbtError } from '../../../model/errors.ts';
import type { CandleFile, CandleFileOptions } from '../file.ts';
import { MinuteMaker } from '../rows/minute-maker.ts';
import { CandleRows, type RowWord } from '../rows/rows.ts';
import { CLOCK_HINT, type DateOrder, TimeReader } from '../time/time.ts';
import { OneMarket } from './identity.ts';
import type { Cell } from './names.ts';
import { isHeaderAgain, type TablePlan } from './plan.ts';
import { RowReader } from './row.ts';

export type { Condition } from './identity.ts';
export { type Cell, columnTwice, isHeader } from './names.ts';
export { planTable, type TableHead, type TablePlan } from './plan.ts';
export { isTradeHeader } from './trades.ts';

/** Rows of a part: 6 MB. */
const PART_ROWS = 1 << 17;

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
  readonly #maker: MinuteMaker | null;
  #isFirstPart = true;
  #missing = 0;
  #movedOpens = 0;

  constructor(name: string, plan: TablePlan, options: CandleFileOptions, order: DateOrder | null, word: RowWord) {
    this.#name = name;
    this.#word = word;
    this.#plan = plan;
    this.#options = options;
    this.rows = new CandleRows(name, plan.short === null ? plan.stamp : 'open', word);
    this.#maker = plan.short === null ? null : new MinuteMaker(this.rows, plan.short);
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
    else this.addCandle(line, this.#plan.hasForeignOpens ? this.#withinRange(candle) : candle);
  }

  /** Adds a row that was read already. Throws JbtError `InvalidCandles`. */
  addCandle(line: number, candle: Candle): void {
    if (this.#maker === null) this.rows.add(line, candle);
    else this.#maker.add(line, candle);
  }

  /** Number of rows that were added. */
  get length(): number {
    return this.#maker?.count ?? this.rows.length;
  }

  /** Returns the rows so far once they are many; nothing before. Throws JbtError `ConflictingCandles`. */
  fullPart(): readonly CandleFile[] {
    return this.rows.waiting < PART_ROWS ? [] : [this.#part()];
  }

  /** Returns the rows that are left. Throws JbtError `InvalidCandles` or `ConflictingCandles`. */
  finish(): CandleFile {
    this.#maker?.finish();
    if (this.rows.length === 0) throw new JbtError('InvalidCandles', `${this.#name} ${this.#emptyText()}`);
    return this.#part();
  }

  #part(): CandleFile {
    const isFirstPart = this.#isFirstPart;
    this.#isFirstPart = false;
    return {
      name: this.#name,
      rowWord: this.#word,
      isFirstPart,
      ...this.rows.take((lines) => this.#conflictHint(lines)),
      stamp: this.rows.stamp,
      length: this.#plan.length,
      isAssumedUtc: this.time.isAssumedUtc,
      notes: this.#notes(),
    };
  }

  #emptyText(): string {
    if (this.length > 0) return 'has no whole minute';
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

  #conflictHint(lines: number): string {
    return this.time.isAssumedUtc && lines % 60 === 0 ? `; ${CLOCK_HINT}` : '';
  }

  #notes(): readonly string[] {
    const { places, notes, isUtc } = this.#plan;
    const { blankVolumes } = this.#reader;
    const { order } = this.rows;
    return [
      ...notes,
      ...(this.#maker?.notes ?? []),
      ...(this.time.isAssumedUtc && !isUtc
        ? ['times have no zone and are taken as UTC (--time-zone names another)']
        : []),
      ...(this.time.hasExcelDays ? ['times are serial days of Excel'] : []),
      ...(this.rows.hasLastSeconds ? ['times are the ends of candles: moved to their starts'] : []),
      ...(order === 'descending' ? ['rows run from new to old: reversed'] : []),
      ...(order === 'mixed' ? ['rows were out of order: sorted by time'] : []),
      ...(places.volume < 0 ? ['there is no volume: 0 is stored'] : []),
      ...(blankVolumes > 0 ? [`${counted(blankVolumes, 'blank volume')}: 0 is stored`] : []),
      ...(this.#missing > 0 ? [`${counted(this.#missing, 'row')} without prices: missing candles`] : []),
      ...(this.#movedOpens > 0
        ? [`${counted(this.#movedOpens, 'open')} outside of low and high: moved to the nearest`]
        : []),
    ];
  }
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

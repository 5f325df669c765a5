import type { CandleFileOptions } from '../file.ts';
import type { ShortRows } from '../rows/minute-maker.ts';
import type { Stamp } from '../rows/rows.ts';
import { parseClock, parseDateText, TimeReader } from '../time/time.ts';
import { namesOf } from './headerless.ts';
import {
  type Cell,
  fold,
  identityPlaces,
  isBitmex,
  isCloseTime,
  isHeader,
  placeOf,
  SPELLINGS,
  timestampPlace,
} from './names.ts';
import { type DecimalMark, decimalMarkOf } from './numbers.ts';
import { areTradeTimes, headTimes, notedLength, secondsOf } from './short-rows.ts';
import type { TimePlaces } from './time-text.ts';
import { isTradeHeader, type TradePlaces, tradePlaces } from './trades.ts';
import { chooseVolume } from './volume.ts';

/** The first rows of a table. */
export interface TableHead {
  /** Names of the columns as the file has them; null for none. */
  readonly names: readonly string[] | null;
  readonly rows: readonly (readonly Cell[])[];
  /** Delimiter of the cells of text; null where cells are values. */
  readonly delimiter: string | null;
}

/** Places of a candle's values in a row; -1 where there are none. */
interface Places extends TimePlaces {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** Everything that reading a row of a table needs to know. */
export interface TablePlan {
  readonly places: Places;
  /** Folded names of the columns. */
  readonly names: readonly string[];
  readonly identities: readonly number[];
  /** Least number of cells in a row: the first row's, without blank cells at its end. */
  readonly leastCells: number;
  /** Cells beyond these must be blank. */
  readonly mostCells: number;
  readonly mark: DecimalMark;
  readonly stamp: Stamp;
  /** True for a file whose open is the close before, even outside of the minute's range. */
  readonly hasForeignOpens: boolean;
  /** True where the header names UTC. */
  readonly isUtc: boolean;
  /** Minutes of a candle where ends stand beside starts; null elsewhere. */
  readonly length: number | null;
  /** Rows that are shorter than minutes; null for candles of a minute or longer. */
  readonly short: ShortRows | null;
  readonly notes: readonly string[];
}

const PRICES = ['open', 'high', 'low', 'close'] as const;
/** A candle has a time and four prices. */
const FEWEST_CELLS = 5;

/** Plans how to read a table by its first rows. Returns a fault in words for what is no table of candles. */
export function planTable(head: TableHead, options: CandleFileOptions): TablePlan | string {
  const [first = []] = head.rows;
  const hasClock = head.names === null && options.columns === null && isDateAndClock(first[0], first[1]);
  const found = options.columns ?? head.names;
  const { names: spelled, isUnusual } =
    found === null ? namesOf(head.rows, hasClock) : { names: found, isUnusual: false };
  const names = spelled.map(fold);
  const clock = clockPlace(names, first);
  const trades = tradePlaces(names);
  const volume = trades === null ? chooseVolume(names, head.rows) : { place: trades.amount, note: null };
  const places: Places = {
    timestamp:
      clock < 0 ? timePlace(names, first, options) : placeOf(['date', 'day', 'dtyyyymmdd', 'tradedate'], names),
    clock,
    clockDigits: clock < 0 ? 0 : clockDigits(head.rows, clock),
    ...(trades === null ? candlePlaces(names) : tradeColumns(trades)),
    volume: volume.place,
  };
  const missing = (['timestamp', ...PRICES] as const).find((name) => places[name] < 0);
  if (missing !== undefined) return `there is no column ${missing} among ${spelled.join(', ')}`;
  if (head.names === null && !isTime(first[places.timestamp], options)) {
    return 'it starts neither with the names of the columns nor with the time of a candle';
  }
  if (found === null && first.length < FEWEST_CELLS) {
    return `rows of ${first.length} cells are no candles (trades without names: --columns time,price,qty)`;
  }
  const unknown = options.where.find(({ column }) => !names.includes(fold(column)));
  if (unknown !== undefined) return `there is no column ${unknown.column} for --where among ${spelled.join(', ')}`;
  const timeName = names[places.timestamp];
  if (timeName.includes('local') && options.timeZone === null && !hasOffset(first[places.timestamp], options)) {
    return 'its times are local: name the clock, for example --time-zone Europe/Berlin';
  }
  const bitmex = head.names !== null && trades === null && isBitmex(names);
  const endNote = options.stamp === null ? stampNote(bitmex, timeName) : null;
  const stamp = options.stamp ?? (bitmex || isCloseTime(timeName) ? 'close' : 'open');
  const times = headTimes(head.rows, places, options);
  if (trades !== null && !areTradeTimes(times)) return TRADES_OR_CLOSES;
  const short = trades === null ? secondsOf(times, stamp) : TRADES;
  return {
    places,
    names,
    identities: identityPlaces(names),
    leastCells: leastCells(head),
    mostCells: Math.max(options.columns?.length ?? 0, head.names?.length ?? first.length),
    mark: head.delimiter === null ? '.' : decimalMarkOf(priceCells(head.rows, places), head.delimiter),
    stamp,
    hasForeignOpens: bitmex,
    isUtc: /utc|gmt/.test(timeName),
    short,
    length: short === null ? notedLength(head.rows, names, places, options) : 1,
    notes: notesOf({ isUnusual, order: spelled, volume: volume.note, stamp: endNote }),
  };
}

const TRADES = { kind: 'trades' } as const;

const TRADES_OR_CLOSES =
  'each row has one price, and all times are whole minutes: these may be closes, and jbt needs open, high, low and close, or trades';

function candlePlaces(names: readonly string[]) {
  return {
    ...{ open: placeOf(SPELLINGS.open, names), high: placeOf(SPELLINGS.high, names) },
    ...{ low: placeOf(SPELLINGS.low, names), close: placeOf(SPELLINGS.close, names) },
  };
}

/** All prices of a trade are one. */
function tradeColumns({ price }: TradePlaces) {
  return { open: price, high: price, low: price, close: price };
}

function notesOf(found: {
  readonly isUnusual: boolean;
  readonly order: readonly string[];
  readonly volume: string | null;
  readonly stamp: string | null;
}): readonly string[] {
  return [
    ...(found.isUnusual ? [`the columns have no names; the only order that fits is ${found.order.join(', ')}`] : []),
    ...(found.volume === null ? [] : [found.volume]),
    ...(found.stamp === null ? [] : [found.stamp]),
  ];
}

function stampNote(bitmex: boolean, timeName: string): string | null {
  if (bitmex) return 'BitMEX stamps the ends of minutes: moved to their starts (--time is-open keeps them)';
  return isCloseTime(timeName) ? 'times are the ends of minutes: moved to their starts' : null;
}

/** The first row that is no header counts its cells without blank ones at its end. */
function leastCells({ names, rows }: TableHead): number {
  const first = names ?? rows[0] ?? [];
  return first.reduce<number>((width, cell, at) => (String(cell).trim() === '' ? width : at + 1), 0);
}

function priceCells(rows: TableHead['rows'], places: Places): readonly Cell[] {
  return rows.flatMap((row) => PRICES.map((name) => row[places[name]] ?? ''));
}

/** Returns the column of the times by its name; where none is named, the first column that holds a time. */
function timePlace(names: readonly string[], row: readonly Cell[], options: CandleFileOptions): number {
  const named = timestampPlace(names);
  return named >= 0 ? named : row.findIndex((cell) => isTime(cell, options));
}

/** Reads the day first where both are possible: the order matters only later. */
function isTime(cell: Cell | undefined, options: CandleFileOptions): boolean {
  const text = String(cell ?? '').trim();
  const orders = options.dateOrder === null ? (['DMY', 'MDY'] as const) : [options.dateOrder];
  return orders.some((order) => new TimeReader({ unit: options.timeUnit, order, zone: null }).read(text) !== null);
}

function hasOffset(cell: Cell | undefined, options: CandleFileOptions): boolean {
  const date = parseDateText(String(cell ?? '').trim(), options.dateOrder ?? 'DMY');
  return date?.offset !== null && date?.offset !== undefined;
}

const EPOCHS = ['timestamp', 'opentime', 'unix', 'unixtimestamp', 'epoch', 'datetime'];

/** Returns the column of the clock where the date has none; -1 for none. */
function clockPlace(names: readonly string[], row: readonly Cell[]): number {
  if (names.some((name) => EPOCHS.includes(name))) return -1;
  const date = placeOf(['date', 'day', 'dtyyyymmdd', 'tradedate'], names);
  const time = placeOf(['time', 'clock', 'timeofday'], names);
  return date >= 0 && time >= 0 && isDateAndClock(row[date], row[time]) ? time : -1;
}

function isDateAndClock(date: Cell | undefined, clock: Cell | undefined): boolean {
  const text = String(date ?? '').trim();
  const isDate = text.length <= 11 && (parseDateText(text, 'DMY') ?? parseDateText(text, 'MDY')) !== null;
  const time = String(clock ?? '').trim();
  return isDate && (/^\d{1,6}$/.test(time) || (/^\d{1,2}:/.test(time) && parseClock(time) !== null));
}

function clockDigits(rows: TableHead['rows'], clock: number): number {
  return rows.some((row) => /^\d{5,6}$/.test(String(row[clock] ?? '').trim())) ? 6 : 4;
}

/** True for a later row that names the columns again, as in files that were joined. */
export function isHeaderAgain(cells: readonly Cell[], { names }: TablePlan): boolean {
  return (
    (isHeader(cells) || isTradeHeader(cells)) &&
    cells.every((cell, place) => fold(String(cell)) === (names[place] ?? ''))
  );
}

import { readdirSync, readFileSync } from 'node:fs';
import { type MetricsInput, metricConventions } from '../../../src/metrics/index.ts';
import { MINUTE } from '../../../src/model/time.ts';
import type { TradeType } from '../../../src/model/trade.ts';
import { tradeOf } from './example.ts';
import { figuresOf } from './figures.ts';

const FOLDER = new URL('../../golden/', import.meta.url);

/** NaN and infinities are written as text. */
type Figure = number | 'NaN' | 'Infinity' | '-Infinity';
type Figures = Readonly<Record<string, Figure>>;

type Row = Readonly<Record<string, unknown>>;
type Table =
  | readonly Row[]
  | { readonly columns: readonly string[]; readonly rows: readonly (readonly unknown[])[] }
  | { readonly fields: readonly string[]; readonly rows: readonly (readonly unknown[])[] };

interface Expected {
  readonly trades: Table;
  readonly metrics: Figures;
  readonly daily_balance: readonly number[] | { readonly constant: number; readonly length: number };
  readonly assets: Readonly<Record<string, number>>;
  readonly total_open_trades: number;
  readonly open_pl: number;
  readonly total_liquidations: number;
}

/** A recorded run: the input of the metrics, and Jesse's metrics. */
export interface RecordedRun {
  readonly name: string;
  readonly input: MetricsInput;
  readonly metrics: Figures;
}

export interface EquityCase {
  readonly name: string;
  readonly daily_balance: readonly number[];
  readonly expected: Figures;
}

function parse<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(path, FOLDER), 'utf8')) as T;
}

/** Cases of one function of `units.json`. */
export function unitCases<T>(name: string): readonly T[] {
  const { units } = parse<{ units: readonly { function: string; cases: readonly T[] }[] }>('units.json');
  const unit = units.find((each) => each.function === name);
  if (unit === undefined) throw new Error(`units.json has no ${name}`);
  return unit.cases;
}

/** Every scenario that ended with metrics. */
export function recordedScenarios(): readonly RecordedRun[] {
  type Scenario = {
    readonly name: string;
    readonly config: { readonly starting_balance: number };
    readonly expected: Expected & { readonly starting_time: number; readonly time: number };
  };
  const { scenarios } = parse<{ scenarios: readonly Scenario[] }>('scenarios.json');
  return scenarios
    .filter(({ expected }) => expected.metrics !== undefined)
    .map(({ name, config, expected }) => ({
      name,
      metrics: expected.metrics,
      input: inputOf(expected, config.starting_balance, expected.starting_time, expected.time),
    }));
}

/** Every run over real candles. */
export function recordedRealRuns(): readonly RecordedRun[] {
  type Case = {
    readonly name: string;
    readonly exchange: { readonly balance: number };
    readonly start: number;
    readonly end: number;
    readonly expected: Expected;
  };
  const files = readdirSync(new URL('real/', FOLDER)).filter((file) => file.endsWith('.json') && file !== 'index.json');
  return files
    .map((file) => parse<Case>(`real/${file}`))
    .map(({ name, exchange, start, end, expected }) => ({
      name,
      metrics: expected.metrics,
      input: inputOf(expected, exchange.balance, start, end + MINUTE),
    }));
}

function inputOf(expected: Expected, balance: number, startedAt: number, endedAt: number): MetricsInput {
  const equity = expected.daily_balance;
  return {
    trades: figuresOf(rowsOf(expected.trades).map((row) => tradeOf(figure(row.PNL as Figure), tradeFields(row)))),
    equity: 'constant' in equity ? new Array<number>(equity.length).fill(equity.constant) : equity,
    startingBalance: balance,
    finishingBalance: expected.assets.USDT,
    startedAt,
    endedAt,
    openTrades: expected.total_open_trades,
    openPnl: expected.open_pl,
    liquidations: expected.total_liquidations,
    benchmark: [],
    deepestDrawdown: 0,
    conventions: metricConventions(true),
  };
}

function rowsOf(table: Table): readonly Row[] {
  if (!('rows' in table)) return table;
  const names = 'columns' in table ? table.columns : table.fields;
  return table.rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index]])));
}

function tradeFields(row: Row) {
  return {
    type: row.type as TradeType,
    fee: row.fee as number,
    openedAt: row.opened_at as number,
    closedAt: row.closed_at as number,
    holdingPeriod: row.holding_period as number,
  };
}

export function figure(value: Figure): number {
  return Number(value);
}

/** Names of the expected figures that differ by more than `tolerance`, relative, with both values. */
export function differences(found: Readonly<Record<string, number>>, expected: Figures, tolerance: number): string[] {
  return Object.entries(expected)
    .filter(([name, value]) => !isClose(found[name], figure(value), tolerance))
    .map(([name, value]) => `${name}: expected ${value}, found ${found[name]}`);
}

function isClose(found: number | undefined, expected: number, tolerance: number): boolean {
  if (found === undefined) return false;
  if (Object.is(found, expected) || found === expected) return true;
  return Math.abs(found - expected) <= tolerance * Math.max(Math.abs(found), Math.abs(expected));
}

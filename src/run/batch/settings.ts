import * as z from 'zod';
import { DEFAULT_FEES, type ExchangeType } from '../../model/exchange.ts';
import type { SwitchedStep } from '../../model/logging.ts';
import { suggestion } from '../text/nearest.ts';
import * as field from './fields.ts';
import { assignments, repeated } from './flag-text.ts';
import { allowed } from './problems.ts';

/** The choices that defaults depend on. */
export interface Known {
  readonly exchange: string;
  readonly compat: 'jesse' | null;
}

/** One setting of a batch. Schema, types, flags, layering, help and documentation follow from its row. */
export interface Setting<Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema;
  /** One line for the help, the page and editors. */
  readonly describe: string;
  /** Name of the flag of `jbt run` that overrides the batch; null for none. */
  readonly flag: string | null;
  /** The notation of a flag that differs from the file's. */
  readonly notation?: { readonly schema: z.ZodType<z.output<Schema>>; readonly example: string };
  readonly defaultText: string;
}

/** A setting that layers and a default resolve to one value. */
export interface LayeredSetting<Schema extends z.ZodType = z.ZodType, Fallback = unknown> extends Setting<Schema> {
  /** Value where no layer has one; undefined makes the setting required. */
  readonly default: (known: Known) => Fallback;
  /** Error message where a required setting is missing. */
  readonly missing?: (known: Known) => string;
}

export type Rows = Readonly<Record<string, Setting>>;
export type LayeredRows = Readonly<Record<string, LayeredSetting>>;

/** Row with inferred types. */
function crossed<Schema extends z.ZodType>(row: Setting<Schema>): Setting<Schema> {
  return row;
}

/** Row with inferred types. */
function layered<Schema extends z.ZodType, Fallback>(
  row: LayeredSetting<Schema, Fallback>,
): LayeredSetting<Schema, Fallback> {
  return row;
}

/** One line with the default, for the help and for editors. */
export function describeSetting({ describe, defaultText }: Setting): string {
  return defaultText === '' ? describe : `${describe}; default: ${defaultText}`;
}

/** Row with a default that depends on nothing. */
function constant<Schema extends z.ZodType, const Fallback>(
  row: Pick<Setting<Schema>, 'schema' | 'describe' | 'flag'> & { readonly default: Fallback },
): LayeredSetting<Schema, Fallback> {
  return { ...row, default: () => row.default, defaultText: row.default === null ? '' : String(row.default) };
}

export const EXCHANGE_SETTINGS = {
  name: layered({
    schema: field.name,
    describe: 'name of the exchange, as in the candle store; required',
    flag: null,
    default: () => undefined,
    defaultText: '',
    missing: () => 'missing: say at which exchange the symbols are traded',
  }),
  type: layered({
    schema: field.oneOf(['spot', 'futures']),
    describe: 'spot or futures',
    flag: 'exchange-type',
    default: ({ exchange }) => knownType(exchange),
    defaultText: "known for Jesse's exchanges, otherwise required",
    missing: ({ exchange }) => `${notKnown(exchange)}: say spot or futures`,
  }),
  fee: layered({
    schema: field.share,
    describe: "share of a fill's value; 0.0004 is 0.04 %",
    flag: 'fee',
    default: ({ exchange }) => knownFee(exchange),
    defaultText: "known for Jesse's exchanges, otherwise required",
    missing: ({ exchange }) => `${notKnown(exchange)}: give a share such as 0.0004 for 0.04 %`,
  }),
  balance: constant({
    schema: field.number('an amount above 0', (schema, error) => schema.positive(error)),
    describe: 'starting balance in the quote asset',
    flag: 'balance',
    default: 10_000,
  }),
  leverage: constant({
    schema: field.number('a number from 1 to 1000', (schema, error) => schema.min(1, error).max(1_000, error)),
    describe: 'leverage on futures, 1 to 1000; on spot 1',
    flag: 'leverage',
    default: 1,
  }),
  leverageMode: constant({
    schema: field.oneOf(['cross', 'isolated']),
    describe: 'cross or isolated margin',
    flag: 'leverage-mode',
    default: 'cross',
  }),
};

export const FILL_SETTINGS = {
  gap: layered({
    schema: field.oneOf(['open', 'order-price']),
    describe:
      'price of an order that a gap jumped over: the open behind the gap, or the price of the order (order-price)',
    flag: 'gap-fill',
    default: ({ compat }) => (compat === 'jesse' ? 'order-price' : 'open'),
    defaultText: 'open; with compat jesse: order-price',
  }),
  slippage: constant({
    schema: field.share,
    describe: 'share by which market and stop orders fill worse than their price',
    flag: 'slippage',
    default: 0,
  }),
};

/** Settings that the plan crosses into backtests. */
export const CROSSED_SETTINGS = {
  from: crossed({
    schema: field.date,
    describe: 'first traded minute, UTC: 2023-08-01 or 2023-08-01T14:30',
    flag: 'from',
    defaultText:
      'the first midnight (or bar of a longer timeframe) at which all markets and a warmup asked for are stored',
  }),
  to: crossed({
    schema: field.date,
    describe: 'first minute that is not traded any more',
    flag: 'to',
    defaultText: 'the end of the first market to end',
  }),
  periods: crossed({
    schema: z
      .array(z.strictObject({ from: field.date, to: field.date }))
      .min(1, { error: allowed('at least one {from, to}') }),
    describe: 'list of {from, to} instead of the keys from and to; each is a backtest',
    flag: null,
    defaultText: '',
  }),
  parameters: crossed({
    schema: z.record(z.string(), field.parameterValues, { error: allowed('parameters and their values') }),
    describe: 'values to try, by parameter; every combination is a backtest',
    flag: 'set',
    notation: { schema: assignments, example: 'fast=12, fast=8,12,16 or slow=20..60:10 (from..to:step)' },
    defaultText: "the strategy's defaults",
  }),
};

/** Conditions on results. Those of the batch, of a backtest and of flags hold together. */
export const EXPECT_SETTINGS = {
  expect: crossed({
    schema: field.expectations,
    describe:
      'condition that every backtest must meet, or over all of them: median(sharpe_ratio) > 0.5; one or a list; else the exit code is 3',
    flag: 'expect',
    notation: { schema: repeated(field.expectation), example: "'sharpe_ratio > 1'" },
    defaultText: '',
  }),
};

/** Settings with one value per backtest. `planJobs` copies them into the jobs, except `warmup`, which it resolves. */
export const SINGLE_SETTINGS = {
  warmup: layered({
    schema: field.warmup,
    describe:
      'history that indicators see before from: bars of the longest timeframe, or 7200m, 120h, 5D, 1W (rounded up to whole bars)',
    flag: 'warmup',
    default: (): field.WarmUp => ({ kind: 'stored', bars: 240 }),
    defaultText: '240 bars, or what is stored, with a warning',
  }),
  compat: constant({
    schema: field.oneOf(['jesse']),
    describe: "jesse: Jesse's conventions where those of jbt differ",
    flag: 'compat',
    default: null,
  }),
  seed: constant({
    schema: field.count('a whole number from 0'),
    describe: 'whole number that determines the randomness of strategies',
    flag: 'seed',
    default: 0,
  }),
};

/** Debug lines of the engine; no input of a result. */
export const LOGGING_SETTINGS = {
  strategy_execution: logging('a strategy begins on a market'),
  order_submission: logging('an order was submitted'),
  order_cancellation: logging('an order was cancelled'),
  order_execution: logging('an order was executed'),
  position_opened: logging('a position was opened'),
  position_increased: logging('a position was increased'),
  position_reduced: logging('a position was reduced'),
  position_closed: logging('a position was closed'),
  balance_update: logging('the balance changed'),
} satisfies Readonly<Record<SwitchedStep, LayeredSetting>>;

function logging(step: string) {
  return constant({ schema: field.boolean, describe: `debug line: ${step}`, flag: null, default: true });
}

function notKnown(exchange: string): string {
  return `missing, and not known for "${exchange}"${suggestion(exchange, Object.keys(DEFAULT_FEES))}`;
}

function knownFee(exchange: string): number | undefined {
  return Object.hasOwn(DEFAULT_FEES, exchange) ? DEFAULT_FEES[exchange] : undefined;
}

/** Jesse's exchanges trade perpetual futures unless their name ends in Spot. */
function knownType(exchange: string): ExchangeType | undefined {
  if (!Object.hasOwn(DEFAULT_FEES, exchange)) return undefined;
  return exchange.endsWith('Spot') ? 'spot' : 'futures';
}

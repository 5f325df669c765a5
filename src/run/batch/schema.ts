import { z } from 'zod';
import * as field from './fields.ts';
import { allowed, explain, firstProblem, type Problem } from './problems.ts';

const period = z.strictObject({ from: field.date, to: field.date });

const exchangeObject = z.strictObject({
  /** As in the candle store: `Binance Perpetual Futures`. */
  name: field.name.optional(),
  /** Known for the exchanges that Jesse can backtest, otherwise required. */
  type: field.exchangeType.optional(),
  /** Share of a fill's value: 0.0004 is 0.04 %. Known as above, otherwise required. */
  fee: field.share.optional(),
  /** Starting balance in the quote asset: 10000. */
  balance: field.balance.optional(),
  /** Futures only: 1. */
  leverage: field.leverage.optional(),
  /** `cross`, or `isolated`. */
  leverageMode: field.leverageMode.optional(),
});

const exchange = z.union(
  [field.name.transform((name): z.output<typeof exchangeObject> => ({ name })), exchangeObject],
  {
    error: allowed("the exchange's name, or {name, type, fee, balance, leverage, leverageMode}"),
  },
);

const fills = z.strictObject({
  /** What an order jumped over by a gap gets: the `open` behind it, or its own price, `order-price`. */
  gap: field.gapFill.optional(),
  /** Share by which market and stop orders fill worse: 0. */
  slippage: field.share.optional(),
});

/** What a batch sets for all its backtests and a backtest may set for itself. */
const settings = {
  /** The exchange all routes trade at: its name, or its settings. */
  exchange: exchange.optional(),
  /** First traded minute, UTC. Default: the first midnight at which all markets, and a `warmup` asked for, are stored. */
  from: field.date.optional(),
  /** First minute that is not traded any more. Default: where the first of the markets ends. */
  to: field.date.optional(),
  /** Several ranges of dates instead of `from` and `to`; each is a backtest. */
  periods: z
    .array(period)
    .min(1, { error: allowed('at least one {from, to}') })
    .optional(),
  /** What indicators see before `from`: bars of the longest timeframe, or a duration. Default: 240 bars, or what is stored. */
  warmup: field.warmup.optional(),
  /** Values to try, by parameter; every combination is a backtest. */
  parameters: z.record(z.string(), field.parameterValues, { error: allowed('parameters and their values') }).optional(),
  /** How orders fill where a candle leaves it open. */
  fills: fills.optional(),
  /** `jesse` plays by the conventions of Jesse 3.0.7. */
  compat: field.compat.optional(),
  /** Of `this.random`: 0. */
  seed: field.seed.optional(),
};

const route = z.strictObject({
  symbol: field.symbol,
  /** Left out where `timeframes` varies it. */
  timeframe: field.timeframe.optional(),
  /** Left out where `strategies` varies it. */
  strategy: field.name.optional(),
});

const dataRoute = z.strictObject({
  /** Left out: every traded symbol. */
  symbol: field.symbol.optional(),
  timeframe: field.timeframe,
});

const backtest = z.strictObject({
  /** Paths relative to the batch file, or names of `strategies/NAME.ts` beside it; each is a backtest. */
  strategies: field.names.optional(),
  /** Markets to trade, each in a backtest of its own. */
  symbols: field.symbols.optional(),
  /** Each is a backtest. */
  timeframes: field.timeframes.optional(),
  /** Instead of `symbols`: several markets traded together, from one balance. */
  routes: z
    .array(route)
    .min(1, { error: allowed('at least one route') })
    .optional(),
  /** What strategies read besides their own routes. */
  dataRoutes: z.array(dataRoute).optional(),
  ...settings,
});

const BACKTESTS = { error: allowed('a list of backtests') };

const env = z.strictObject({
  caching: z
    .strictObject({
      /** Where results and values of strategies are kept: `lmdb` (on disk), `memory` or `none`. */
      driver: field.cacheDriver.optional(),
    })
    .optional(),
});

export const batchSchema = z.strictObject({
  ...settings,
  /** About the machinery, not the backtests: flags of `jbt run` go before it. */
  env: env.optional(),
  /** What to run; every entry is crossed into one backtest or many. */
  backtests: z.array(backtest, BACKTESTS).min(1, BACKTESTS),
});

type ReadonlyDeep<T> = T extends readonly (infer Item)[]
  ? readonly ReadonlyDeep<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: ReadonlyDeep<T[Key]> }
    : T;

/** A batch as it is written in a file. */
export type BatchInput = ReadonlyDeep<z.input<typeof batchSchema>>;
/** A batch file as read: values checked, nothing filled in. */
export type BatchDocument = z.output<typeof batchSchema>;
export type BacktestDocument = BatchDocument['backtests'][number];
export type Settings = z.output<z.ZodObject<typeof settings>>;

/** Checks what was read from a batch file. */
export function parseBatch(content: unknown): { readonly document: BatchDocument } | { readonly problem: Problem } {
  const parsed = batchSchema.safeParse(content, { error: explain });
  return parsed.success ? { document: parsed.data } : { problem: firstProblem(parsed.error.issues) };
}

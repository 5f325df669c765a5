import * as z from 'zod';
import { CACHE_DRIVERS } from '../cache-port.ts';
import * as field from './fields.ts';
import { fromText } from './flag-text.ts';
import { allowed, explain, type Problem, problemsOf, reservedKeys } from './problems.ts';
import {
  CROSSED_SETTINGS,
  describeSetting,
  EXCHANGE_SETTINGS,
  EXPECT_SETTINGS,
  FILL_SETTINGS,
  LOGGING_SETTINGS,
  type Rows,
  SINGLE_SETTINGS,
} from './settings.ts';

/** Schemas of rows by key, each optional. */
type Shape<R extends Rows> = { readonly [K in keyof R]: z.ZodOptional<R[K]['schema']> };
type FlagShape<R extends Rows> = { readonly [K in keyof R]: z.ZodOptional<z.ZodType<z.output<R[K]['schema']>>> };

function shapeOf<R extends Rows>(rows: R): Shape<R> {
  const schemas = Object.entries(rows).map(([key, row]) => [key, row.schema.describe(describeSetting(row)).optional()]);
  return Object.fromEntries(schemas) as Shape<R>;
}

function flagShapeOf<R extends Rows>(rows: R): FlagShape<R> {
  const schemas = Object.entries(rows).map(([key, { schema, notation }]) => {
    return [key, (notation?.schema ?? fromText(schema)).optional()];
  });
  return Object.fromEntries(schemas) as FlagShape<R>;
}

const exchangeObject = z.strictObject(shapeOf(EXCHANGE_SETTINGS));

const exchange = z.union(
  [field.name.transform((name): z.output<typeof exchangeObject> => ({ name })), exchangeObject],
  { error: allowed(`the exchange's name, or {${Object.keys(EXCHANGE_SETTINGS).join(', ')}}`) },
);

/** Settings at the top of a batch, which a backtest can override. */
const settings = {
  exchange: exchange.describe('the exchange that all routes trade at: its name, or its settings').optional(),
  ...shapeOf(CROSSED_SETTINGS),
  ...shapeOf(SINGLE_SETTINGS),
  ...shapeOf(EXPECT_SETTINGS),
  fills: z.strictObject(shapeOf(FILL_SETTINGS)).describe('fills where a candle leaves them open').optional(),
};

/** The same settings, read from the texts of flags. */
const flagSettings = z.object({
  exchange: z.object(flagShapeOf(EXCHANGE_SETTINGS)),
  ...flagShapeOf(CROSSED_SETTINGS),
  ...flagShapeOf(SINGLE_SETTINGS),
  ...flagShapeOf(EXPECT_SETTINGS),
  fills: z.object(flagShapeOf(FILL_SETTINGS)),
});

const route = z.strictObject({
  symbol: field.symbol,
  timeframe: field.timeframe.describe('default: timeframes of the backtest').optional(),
  strategy: field.name.describe('default: strategies of the backtest').optional(),
});

const dataRoute = z.strictObject({
  symbol: field.symbol.describe('default: every traded symbol').optional(),
  timeframe: field.timeframe,
});

const backtest = z.strictObject({
  strategies: field
    .oneOrMore(field.name, 'a name')
    .describe('paths relative to the batch file, or names of strategies/NAME.ts beside it; each is a backtest')
    .optional(),
  symbols: field
    .oneOrMore(field.symbol, 'a symbol such as BTC-USDT')
    .describe('symbols to trade, each in a backtest of its own')
    .optional(),
  timeframes: field.oneOrMore(field.timeframe, 'a timeframe such as 1h').describe('each is a backtest').optional(),
  routes: z
    .array(route)
    .min(1, { error: allowed('at least one route') })
    .describe('instead of symbols: markets traded together, from one balance')
    .optional(),
  dataRoutes: z.array(dataRoute).describe('candles that strategies read but do not trade').optional(),
  ...settings,
});

const BACKTESTS = { error: allowed('a list of backtests') };

const env = z.strictObject({
  caching: z
    .strictObject({
      driver: field
        .oneOf(CACHE_DRIVERS)
        .describe('store of results and values: lmdb (on disk), memory or none')
        .optional(),
    })
    .optional(),
  logging: z
    .strictObject(shapeOf(LOGGING_SETTINGS))
    .describe("debug lines of the engine under Jesse's names, which --debug tells")
    .optional(),
});

const batchSchema = z.strictObject({
  ...settings,
  env: env.describe('the machinery, not the backtests; flags of jbt run go before it').optional(),
  backtests: z.array(backtest, BACKTESTS).min(1, BACKTESTS).describe('entries, each crossed into backtests'),
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

type Parsed<Content> = { readonly content: Content } | { readonly problems: readonly Problem[] };

/** Checks what was read from a batch file. */
export function parseBatch(content: unknown): Parsed<BatchDocument> {
  return parse(batchSchema, content);
}

/** Checks settings whose values are the texts of flags. */
export function parseFlags(content: unknown): Parsed<Settings> {
  return parse(flagSettings, content);
}

function parse<Schema extends z.ZodType>(schema: Schema, content: unknown): Parsed<z.output<Schema>> {
  const reserved = reservedKeys(content);
  const parsed = schema.safeParse(content, { error: explain });
  if (parsed.success && reserved.length === 0) return { content: parsed.data };
  return { problems: [...reserved, ...problemsOf(parsed.error?.issues ?? [])] };
}

/** JSON Schema of a batch file, for editors: draft 7, which all of them support. */
export function batchJsonSchema(): object {
  return z.toJSONSchema(batchSchema, { io: 'input', target: 'draft-7', unrepresentable: 'any' });
}

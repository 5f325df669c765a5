import type { Argv } from 'yargs';
import * as z from 'zod';
import { JbtError } from '../../model/errors.ts';
import { type Market, parseMarket } from '../../model/market.ts';
import * as field from '../../run/batch/fields.ts';
import { textsOf } from '../../run/batch/flag-text.ts';
import { flagAt, readSettingFlags, SETTINGS } from '../../run/batch/flags.ts';
import { allowed, explain, problemsOf } from '../../run/batch/problems.ts';
import type { Settings } from '../../run/batch/schema.ts';
import { describeSetting } from '../../run/batch/settings.ts';

function commaSeparated<T extends z.ZodType>(item: T) {
  return z.preprocess((found) => textsOf(found).flatMap((text) => String(text).split(',')), z.array(item));
}

const market = z.string().transform((text, context): Market => {
  const read = parseMarket(text);
  if (read !== null) return read;
  const message = allowed('EXCHANGE:BASE-QUOTE, such as "Binance Perpetual Futures:BTC-USDT"')({ input: text });
  context.addIssue({ code: 'custom', message, input: text });
  return z.NEVER;
});

const dataRoute = z.preprocess(
  (text) => {
    const [timeframe, symbol] = String(text).split('@').reverse();
    return { symbol, timeframe };
  },
  z.object({ symbol: field.symbol.optional(), timeframe: field.timeframe }),
);

/** Flags that replace the backtests of a batch file. */
export const ROUTE_FLAGS = {
  market: {
    type: 'string',
    schema: commaSeparated(market),
    describe: 'market to trade, as "EXCHANGE:BASE-QUOTE"; several: one backtest each, or one with --portfolio',
  },
  portfolio: {
    type: 'boolean',
    schema: z.boolean().default(false),
    describe:
      'trade all markets in one backtest, from one balance: with one strategy, or with one for each market in turn',
  },
  timeframe: {
    type: 'string',
    schema: commaSeparated(field.timeframe),
    describe: 'timeframe of the bars, such as 1h; several: one backtest each',
  },
  'data-route': {
    type: 'string',
    schema: commaSeparated(dataRoute),
    describe: 'candles to read but not trade, as SYMBOL@TIMEFRAME, or a TIMEFRAME of the traded market',
  },
} as const;

const routeFlags = z.object({
  batch: z.preprocess(textsOf, z.array(field.name)),
  market: ROUTE_FLAGS.market.schema,
  portfolio: ROUTE_FLAGS.portfolio.schema,
  timeframe: ROUTE_FLAGS.timeframe.schema,
  'data-route': ROUTE_FLAGS['data-route'].schema,
});

/** The flags of a batch, read and checked. */
export type BatchFlags = z.output<typeof routeFlags> & { readonly settings: Settings };

/** Reads the flags of a batch among the options of `jbt run`. Throws JbtError `InvalidOption`. */
export function readBatchFlags(options: Readonly<Record<string, unknown>>): BatchFlags {
  const routes = routeFlags.safeParse(options, { error: explain });
  if (!routes.success) {
    const [{ path, message }] = problemsOf(routes.error.issues);
    throw new JbtError('InvalidOption', `--${String(path[0])}: ${message}`);
  }
  const settings = readSettingFlags(options);
  if ('content' in settings) return { ...routes.data, settings: settings.content };
  const [{ path, message }] = settings.problems;
  throw new JbtError('InvalidOption', `--${flagAt(path)}: ${message}`);
}

/** Adds the positional `batch` and the flags to a command that plays a batch. */
export function addBatchFlags(yargs: Argv): Argv {
  yargs.positional('batch', {
    type: 'string',
    array: true,
    describe: 'a batch file (.yaml, .json, .config.ts; default: jbt.config.ts, jbt.yaml ... here), or strategies',
  });
  for (const [name, { type, describe }] of Object.entries(ROUTE_FLAGS))
    yargs.option(name, { type, describe, group: 'Without a batch file:' });
  for (const { row } of SETTINGS) {
    const help = row.notation === undefined ? describeSetting(row) : `${row.notation.example}; ${describeSetting(row)}`;
    // Text to yargs: zod reads it, with better error messages.
    if (row.flag !== null) yargs.option(row.flag, { type: 'string', describe: help, group: SETTINGS_GROUP });
  }
  return yargs;
}

const SETTINGS_GROUP = 'Settings, which override those of a batch file:';

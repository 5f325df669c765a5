import { z } from 'zod';
import { JbtError } from '../../model/errors.ts';
import { type Market, parseMarket } from '../../model/market.ts';
import type { ParameterValue } from '../../model/parameter.ts';
import * as field from '../../run/batch/fields.ts';
import { rangeValues } from '../../run/batch/grid.ts';
import { allowed, explain, firstProblem } from '../../run/batch/problems.ts';
import type { BatchFlag } from './batch-flags.ts';

/** Flags arrive as text, once or often. */
function textsOf(found: unknown): readonly unknown[] {
  if (found === undefined) return [];
  return Array.isArray(found) ? found : [found];
}

function repeated<T extends z.ZodType>(item: T) {
  return z.preprocess(textsOf, z.array(item));
}

function commaSeparated<T extends z.ZodType>(item: T) {
  return z.preprocess((found) => textsOf(found).flatMap((text) => String(text).split(',')), z.array(item));
}

function numeric<T extends z.ZodType>(number: T) {
  return z.preprocess((text) => (typeof text === 'string' ? scalar(text) : text), number).optional();
}

/** `8`, `true`, or the text itself. */
function scalar(text: string): ParameterValue {
  if (text === 'true' || text === 'false') return text === 'true';
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
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

const NUMBER = '(-?\\d+(?:\\.\\d+)?(?:e-?\\d+)?)';
const RANGE = new RegExp(`^${NUMBER}\\.\\.${NUMBER}(?::${NUMBER})?$`);

const NAME_AND_VALUES = /^([^=]+)=(.+)$/;

const set = z.preprocess(
  (text, context) => {
    const [, name, values] = NAME_AND_VALUES.exec(String(text)) ?? [];
    if (name !== undefined) return { name, values: values.split(',').flatMap((word) => valuesOf(word, context)) };
    context.addIssue({
      code: 'custom',
      message: allowed('NAME=VALUES, such as fast=8,12')({ input: text }),
      input: text,
    });
    return z.NEVER;
  },
  z.object({ name: z.string(), values: field.parameterValues }),
);

function valuesOf(word: string, context: z.RefinementCtx): readonly ParameterValue[] {
  const range = RANGE.exec(word);
  if (range === null) return [scalar(word)];
  const [, from, to, step] = range;
  const values = rangeValues(Number(from), Number(to), step === undefined ? undefined : Number(step));
  if (typeof values !== 'string') return values;
  context.addIssue({ code: 'custom', message: values, input: word });
  return [];
}

const flagValues = z.object({
  batch: repeated(field.name),
  market: commaSeparated(market),
  timeframe: commaSeparated(field.timeframe),
  'data-route': commaSeparated(dataRoute),
  set: repeated(set),
  from: field.date.optional(),
  to: field.date.optional(),
  'exchange-type': field.exchangeType.optional(),
  fee: numeric(field.share),
  balance: numeric(field.balance),
  leverage: numeric(field.leverage),
  'leverage-mode': field.leverageMode.optional(),
  warmup: numeric(field.warmup),
  seed: numeric(field.seed),
  compat: field.compat.optional(),
  'gap-fill': field.gapFill.optional(),
  slippage: numeric(field.share),
} satisfies Readonly<Record<BatchFlag | 'batch', z.ZodType>>);

/** The flags of a batch, read and checked. */
export type BatchFlagValues = z.output<typeof flagValues>;

/** Reads the options that yargs gives to `jbt run`; those of no batch are left alone. Throws JbtError `InvalidOption`. */
export function readBatchFlags(options: Readonly<Record<string, unknown>>): BatchFlagValues {
  const parsed = flagValues.safeParse(options, { error: explain });
  if (!parsed.success) {
    const { path, message } = firstProblem(parsed.error.issues);
    throw new JbtError('InvalidOption', `--${String(path[0])}: ${message}`);
  }
  const names = parsed.data.set.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return parsed.data;
  throw new JbtError('InvalidOption', `--set: ${twice} is set twice, allowed: --set ${twice}=VALUE,VALUE`);
}

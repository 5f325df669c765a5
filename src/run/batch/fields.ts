import * as z from 'zod';
import { isSymbol } from '../../model/market.ts';
import type { ParameterValue } from '../../model/parameter.ts';
import { MINUTE, parseDate, type Timestamp } from '../../model/time.ts';
import { TIMEFRAMES } from '../../model/timeframe.ts';
import { rangeValues } from './grid.ts';
import { allowed, allowedOf } from './problems.ts';

/** Length of the warm-up; `stored` takes the stored bars, up to a number. */
export type WarmUp =
  | { readonly kind: 'stored' | 'bars'; readonly bars: number }
  | { readonly kind: 'minutes'; readonly minutes: number };

/** Schema of text that `read` turns into a value; null refuses the text. */
function textual<T>(what: string, read: (text: string) => T | null) {
  const explain = allowed(what);
  return z.string({ error: explain }).transform((text, context): T => {
    const value = read(text);
    if (value !== null) return value;
    context.addIssue({ code: 'custom', message: explain({ input: text }), input: text });
    return z.NEVER;
  });
}

/** A schema of numbers; `limit` adds the checks, which JSON Schema shows too. */
export function number(what: string, limit: (schema: z.ZodNumber, error: NumberError) => z.ZodNumber) {
  const error = { error: allowed(what) };
  return limit(z.number(error), error);
}

type NumberError = { readonly error: ReturnType<typeof allowed> };

export const boolean = z.boolean({ error: allowed('true or false') });

export function oneOf<const T extends readonly string[]>(values: T) {
  return z.enum(values, { error: allowedOf(values) });
}

/** One of the items, or a list of them. */
export function oneOrMore<T extends z.ZodType>(item: T, what: string) {
  const error = allowed(`${what} or a list of such`);
  return z.union([item.transform((only) => [only]), z.array(item).min(1, { error }).refine(isDistinct, ONCE)], {
    error,
  });
}

const ONCE = { error: allowed('each value once') };

function isDistinct(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}

function minuteOf(text: string): Timestamp | null {
  const timestamp = parseDate(text);
  return timestamp === null || timestamp % MINUTE !== 0 ? null : timestamp;
}

const UNIT_MINUTES: Readonly<Record<string, number>> = { m: 1, h: 60, D: 1_440, W: 10_080 };
const DURATION = /^(\d{1,9})([mhDW])$/;

function durationOf(text: string): WarmUp | null {
  const match = DURATION.exec(text);
  return match && { kind: 'minutes', minutes: Number(match[1]) * UNIT_MINUTES[match[2]] };
}

const DURATIONS = "a number of bars, or a duration such as '7200m', '120h', '5D' or '1W'";

/** Text in a batch file or a flag → milliseconds, at a whole minute. */
export const date = textual('a date such as 2023-08-01 or 2023-08-01T14:30 (UTC)', minuteOf);
export const warmup = z.union([count(DURATIONS).transform(barsOf), textual(DURATIONS, durationOf)], {
  error: allowed(DURATIONS),
});
export const name = z.string({ error: allowed('a name') }).min(1, { error: allowed('a name') });
export const symbol = textual('BASE-QUOTE in capitals, such as BTC-USDT', (text) => (isSymbol(text) ? text : null));
export const timeframe = oneOf(TIMEFRAMES);
export const share = number('a share from 0 to below 1, such as 0.0004 for 0.04 %', (schema, error) =>
  schema.min(0, error).lt(1, error),
);

export function count(what: string) {
  return number(what, (schema, error) => schema.int(error).min(0, error));
}

function barsOf(bars: number): WarmUp {
  return { kind: 'bars', bars };
}

const CONDITION = "a condition such as 'sharpe_ratio > 1'";

/** A condition on results. Its names are checked when the parameters of the strategies are known. */
export const expectation = z.string({ error: allowed(CONDITION) }).min(1, { error: allowed(CONDITION) });
export const expectations = z.union([expectation.transform((only) => [only]), z.array(expectation)], {
  error: allowed(`${CONDITION}, or a list of such`),
});

const VALUES = 'a value, a list of values, or {from, to, step}';
const NUMBER = { error: allowed('a number') };

function isParameterValue(value: unknown): value is ParameterValue {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

const parameterValue = z
  .custom<ParameterValue>(isParameterValue, { error: allowed(VALUES) })
  .meta({ type: ['string', 'number', 'boolean'] });

const valueList = z
  .array(parameterValue)
  .min(1, { error: allowed('at least one value') })
  .refine(isDistinct, ONCE);

const valueRange = z
  .strictObject({ from: z.number(NUMBER), to: z.number(NUMBER), step: z.number(NUMBER).optional() })
  .transform((range, context): readonly number[] => {
    const values = rangeValues(range.from, range.to, range.step);
    if (typeof values !== 'string') return values;
    context.addIssue({ code: 'custom', message: values, input: range });
    return z.NEVER;
  });

/** The values one parameter takes in turn. */
export const parameterValues = z.union([valueRange, valueList, parameterValue.transform((value) => [value])], {
  error: allowed(VALUES),
});

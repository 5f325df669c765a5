import type { Argv } from 'yargs';
import * as z from 'zod';
import { JbtError } from '../model/errors.ts';
import { parseMarket, proposeSymbol } from '../model/market.ts';

/** One option of a command, for yargs and zod. Keys of rows are option names in camelCase. */
export interface Option<Schema extends z.ZodType = z.ZodType, Fallback = unknown> {
  readonly type: 'string' | 'boolean';
  /** Reads the value from yargs where the option is given. */
  readonly schema: Schema;
  readonly default: Fallback;
  readonly describe: string;
  /** Default in words, unless the description has it. */
  readonly defaultText?: string;
  /** Heading in the help. */
  readonly group?: string;
}

export type OptionRows = Readonly<Record<string, Option>>;

/** Values of options: given or default. */
export type ValuesOf<Rows extends OptionRows> = {
  readonly [Name in keyof Rows]: z.output<Rows[Name]['schema']> | Rows[Name]['default'];
};

type Words = Pick<Option, 'describe' | 'defaultText' | 'group'>;

/** An option with a value. */
export function valueOption<Schema extends z.ZodType, Fallback>(
  schema: Schema,
  fallback: Fallback,
  words: Words,
): Option<Schema, Fallback> {
  return { type: 'string', schema, default: fallback, ...words };
}

const truth = z.boolean({ error: 'given once' });

/** An option without a value. */
export function flagOption(describe: string, group?: string): Option<typeof truth, boolean> {
  return { type: 'boolean', schema: truth, default: false, describe, ...(group === undefined ? {} : { group }) };
}

export function addOptions(yargs: Argv, rows: OptionRows): Argv {
  for (const [name, { type, describe, defaultText, group }] of Object.entries(rows)) {
    const help = defaultText === undefined ? describe : `${describe}; default: ${defaultText}`;
    yargs.option(hyphenated(name), { type, describe: help, ...(group ? { group } : {}) });
  }
  return yargs;
}

/** Reads the options of rows and ignores others. Throws JbtError `InvalidOption`. */
export function readOptions<Rows extends OptionRows>(
  rows: Rows,
  options: Readonly<Record<string, unknown>>,
): ValuesOf<Rows> {
  const shape = Object.fromEntries(Object.entries(rows).map(([name, { schema }]) => [name, schema.optional()]));
  const given = readValues(z.object(shape), options);
  const values = Object.entries(rows).map(([name, row]) => {
    const found = given[name];
    return [name, found === undefined ? row.default : found];
  });
  return Object.fromEntries(values) as ValuesOf<Rows>;
}

/** Reads words of a command by a schema; those of `positionals` are named without hyphens. Throws JbtError `InvalidOption`. */
export function readValues<Schema extends z.ZodType>(
  schema: Schema,
  options: Readonly<Record<string, unknown>>,
  positionals: readonly string[] = [],
): z.output<Schema> {
  const parsed = schema.safeParse(options, { reportInput: true });
  if (!parsed.success) throw optionError(parsed.error.issues[0], positionals);
  return parsed.data;
}

/** Turns an issue of an option or a positional into JbtError `InvalidOption`. Requires zod's `reportInput`. */
function optionError({ path, message, input }: z.core.$ZodIssue, positionals: readonly string[]): JbtError {
  const name = String(path[0]);
  const option = positionals.includes(name) ? name.toUpperCase() : `--${hyphenated(name)}`;
  // For the discriminator of a union zod reports the whole object as input.
  const value = typeof input === 'object' && input !== null && name in input ? Reflect.get(input, name) : input;
  const found = value === undefined ? 'nothing' : JSON.stringify(value);
  return new JbtError('InvalidOption', `${option} must be ${message}, got ${found}`);
}

/** `timeUnit` → `time-unit`. */
export function hyphenated(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

const BYTES = { kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 } as const;
const SIZE = /^(\d+(?:\.\d+)?) ?(kb|mb|gb|tb)$/i;

/** Size such as `500MB` → bytes; `smallest` has the same notation. */
export function sizeOption(smallest: string): z.ZodType<number> {
  const error = { error: `a size from ${smallest}, such as 500MB or 2GB` };
  return z
    .string(error)
    .refine((text) => bytesOf(text) >= bytesOf(smallest), error)
    .transform(bytesOf);
}

/** NaN for text that is no size. */
function bytesOf(text: string): number {
  const [, amount, unit = ''] = SIZE.exec(text) ?? [];
  return Number(amount) * BYTES[unit.toLowerCase() as keyof typeof BYTES];
}

/** Limit on a market's name, which becomes part of a key in LMDB. */
const LONGEST_MARKET = 200;

const EXPECTED = 'EXCHANGE:SYMBOL, for example "Binance Perpetual Futures:FIL-USDT"';

/** Says what a market looks like, with the symbol that was meant where that can be told. */
function expectedFor(text: string): string {
  const [, exchange = '', symbol = ''] = /^([^:]*):(.*)$/.exec(text) ?? [];
  const proposed = exchange.trim() === '' ? null : proposeSymbol(symbol);
  return proposed === null ? EXPECTED : `EXCHANGE:BASE-QUOTE in capitals, here "${exchange.trim()}:${proposed}"`;
}

/** `EXCHANGE:SYMBOL` → market. */
export const marketOption = z
  .string({ error: EXPECTED })
  .max(LONGEST_MARKET, { error: `at most ${LONGEST_MARKET} characters` })
  .transform((text, context) => {
    const market = parseMarket(text);
    if (market !== null) return market;
    context.addIssue({ code: 'custom', message: expectedFor(text), input: text });
    return z.NEVER;
  });

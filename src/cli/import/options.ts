import type { Argv } from 'yargs';
import * as z from 'zod';
import { BASES } from '../../adapters/candles/base/base.ts';
import type { Condition } from '../../adapters/candles/table/table.ts';
import { columnTwice } from '../../adapters/candles/table/table.ts';
import { parseDateOrder, parseZone, TIME_UNITS } from '../../adapters/candles/time/time.ts';
import { JbtError } from '../../model/errors.ts';
import { marketOption, readValues } from '../options.ts';

const columnNames = z
  .string({ error: 'names with commas between them' })
  .refine((text) => columnTwice(splitNames(text)) === null, {
    error: ({ input }) => `names that differ: ${columnTwice(splitNames(String(input)))} is there twice`,
  })
  .transform(splitNames);

const timeZone = parsed('a zone such as Europe/Berlin, +02:00 or UTC', parseZone);
const timeFormat = parsed('the order of day, month and year, such as DD/MM/YYYY or MM/DD/YYYY', parseDateOrder);
const condition = parsed('COLUMN=VALUE, for example symbol=BTC-USDT', parseCondition);

const settings = z.object({
  files: z.array(z.string()).min(1, { error: 'at least one file' }),
  market: marketOption,
  gaps: z.enum(['refuse', 'fill', 'sessions'], { error: 'refuse, fill or sessions' }).default('refuse'),
  timeframe: z
    .enum(BASES, { error: `one of ${BASES.join(', ')}` })
    .nullable()
    .default(null),
  timeUnit: z.enum(TIME_UNITS, { error: 's, ms, us, ns or iso' }).nullable().default(null),
  timeZone: timeZone.nullable().default(null),
  timeFormat: timeFormat.nullable().default(null),
  time: z.enum(['is-open', 'is-close'], { error: 'is-open or is-close' }).nullable().default(null),
  columns: columnNames.nullable().default(null),
  where: z.preprocess((given) => (typeof given === 'string' ? [given] : given), z.array(condition)).default([]),
  entry: z.string({ error: 'given once' }).nullable().default(null),
  replace: z.boolean({ error: 'given once' }).default(false),
  newExchange: z.boolean({ error: 'given once' }).default(false),
  json: z.boolean({ error: 'given once' }).default(false),
});

export type ImportSettings = z.infer<typeof settings>;

export function addImportOptions(yargs: Argv): Argv {
  return yargs
    .positional('files', { type: 'string', array: true, describe: 'files, folders or pipes, plain, .gz or .zip' })
    .option('market', { type: 'string', describe: 'market of the candles: EXCHANGE:SYMBOL' })
    .option('gaps', {
      type: 'string',
      describe:
        'candles missing within a file: refuse (default), fill with the last close, between files too, but less than a day; sessions: fill hours in which the market was closed, of any length',
    })
    .option('timeframe', {
      type: 'string',
      describe: 'timeframe of the candles, such as 1h; default: recognised by the times of all files',
    })
    .option('time-zone', {
      type: 'string',
      describe: 'clock of times without a zone, such as America/New_York or +02:00; default: UTC',
    })
    .option('time-format', {
      type: 'string',
      describe: 'order of day and month, such as DD/MM/YYYY; default: from the dates of the file',
    })
    .option('time-unit', { type: 'string', describe: 's, ms, us, ns or iso; default: recognised row by row' })
    .option('time', {
      type: 'string',
      describe: 'is-open or is-close: times stamp the start or the end of a candle; default: is-open, but BitMEX',
    })
    .option('columns', {
      type: 'string',
      describe: 'names of the columns in order; default: the header, or those of Binance',
    })
    .option('where', {
      type: 'string',
      describe: 'COLUMN=VALUE: only rows with that value, for files of several markets',
    })
    .option('entry', { type: 'string', describe: 'file of a zip archive; default: all, if they are of one market' })
    .option('replace', { type: 'boolean', describe: 'let these files correct candles that are stored already' })
    .option('new-exchange', {
      type: 'boolean',
      describe: 'the exchange is another than the known one of a similar name',
    })
    .option('json', { type: 'boolean', describe: 'print what was imported as one JSON document' })
    .example('jbt import FILUSDT-1m-*.zip --market "Binance Perpetual Futures:FIL-USDT"', 'months from Binance')
    .example(
      'jbt import fil.csv --market "Bybit Spot:FIL-USDT" --columns timestamp,open,close,high,low,volume',
      'no header',
    )
    .epilog(
      'All files are checked first: either all are stored or none. Stored candles change only with --replace. ' +
        'Filled candles are remembered, and give way to those of files. Gaps of a day or more are filled by --gaps sessions ' +
        'alone: a file is probably missing. What can be imported: docs/data.md.',
    );
}

/** Throws JbtError `InvalidOption`. */
export function readSettings(options: Readonly<Record<string, unknown>>): ImportSettings {
  return readValues(settings, options, ['files']);
}

/** yargs silently drops a single dash. */
export function refuseDash(argv: readonly string[]): void {
  if (argv.includes('-')) throw new JbtError('InvalidOption', '- is no file: to read standard input, name /dev/stdin');
}

/** A schema of text that a function understands. */
function parsed<Value>(expected: string, parse: (text: string) => Value | null) {
  return z.string({ error: expected }).transform((text, context) => {
    const value = parse(text);
    if (value !== null) return value;
    context.addIssue({ code: 'custom', message: expected, input: text });
    return z.NEVER;
  });
}

function parseCondition(text: string): Condition | null {
  const equals = text.indexOf('=');
  return equals < 1 ? null : { column: text.slice(0, equals), value: text.slice(equals + 1) };
}

function splitNames(text: string): readonly string[] {
  return text.split(',');
}

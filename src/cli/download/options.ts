import type { Argv } from 'yargs';
import * as z from 'zod';
import { BINANCE_DUMPS_URL } from '../../adapters/download/binance-dumps/binance-dumps.ts';
import { JbtError } from '../../model/errors.ts';
import { MINUTE, parseDate, type TimeRange, type Timestamp } from '../../model/time.ts';
import { marketOption, readValues } from '../options.ts';

const once = { error: 'given once' };
const flag = z.boolean(once).default(false);

const A_DATE = 'a date such as 2023-08-01 or 2023-08-01T14:30 (UTC)';
const date = z.string({ error: A_DATE }).transform((text, context) => {
  const timestamp = parseDate(text);
  if (timestamp !== null) return timestamp;
  context.addIssue({ code: 'custom', message: A_DATE, input: text });
  return z.NEVER;
});

/** The place that is downloaded from. */
type From = { readonly kind: 'binance-dumps' } | { readonly kind: 'ccxt'; readonly id: string };

const A_SOURCE = 'binance-dumps or ccxt:ID, such as ccxt:bybit';
const from = z.string({ error: A_SOURCE }).transform((text, context): From => {
  if (text === 'binance-dumps') return { kind: 'binance-dumps' };
  const [, id] = /^ccxt:([a-z][a-z0-9]*)$/.exec(text) ?? [];
  if (id !== undefined) return { kind: 'ccxt', id };
  context.addIssue({ code: 'custom', message: A_SOURCE, input: text });
  return z.NEVER;
});

const A_COUNT = 'a whole number from 0 to 100';
const count = z
  .string({ error: A_COUNT })
  .regex(/^(?:\d{1,2}|100)$/, { error: A_COUNT })
  .transform(Number);

const A_SERVER = 'the address of a server, such as https://data.binance.vision';

const settings = z.object({
  market: z.preprocess((given) => (Array.isArray(given) ? given : [given]), z.array(marketOption)),
  from,
  since: date,
  until: date.nullable().default(null),
  gaps: z.enum(['leave', 'fill'], { error: 'leave or fill' }).default('leave'),
  baseUrl: z
    .url({ protocol: /^https?$/, error: A_SERVER })
    .nullable()
    .default(null),
  retries: count.default(5),
  replace: flag,
  newExchange: flag,
  json: flag,
});

export type DownloadSettings = z.infer<typeof settings>;

export function addDownloadOptions(yargs: Argv): Argv {
  return yargs
    .option('market', { type: 'string', describe: 'market to download: EXCHANGE:SYMBOL; may be given several times' })
    .option('from', {
      type: 'string',
      describe: 'source: binance-dumps (archives of Binance), or ccxt:ID (an exchange, through the library ccxt)',
    })
    .option('since', { type: 'string', describe: 'first day, or minute, in UTC' })
    .option('until', { type: 'string', describe: 'end, exclusive, in UTC; default: now' })
    .option('gaps', {
      type: 'string',
      describe: 'minutes that the source lacks: leave (default), or fill with the last close',
    })
    .option('replace', { type: 'boolean', describe: 'let downloaded candles correct minutes that are stored already' })
    .option('base-url', {
      type: 'string',
      describe: `server of binance-dumps, such as a mirror; default: ${BINANCE_DUMPS_URL}`,
    })
    .option('retries', { type: 'string', describe: 'attempts after the first, where a server fails; default: 5' })
    .option('new-exchange', {
      type: 'boolean',
      describe: 'the exchange is another than the known one of a similar name',
    })
    .option('json', { type: 'boolean', describe: 'print what was downloaded as one JSON document' })
    .example(
      'jbt download --market "Binance Perpetual Futures:BTC-USDT" --from binance-dumps --since 2023-01-01 --until 2023-07-01',
      'half a year from the archives of Binance',
    )
    .example(
      'jbt download --market "Bybit USDT Perpetual:BTC-USDT" --from ccxt:bybit --since 2024-01-01',
      'from Bybit, until now; needs npm install ccxt',
    )
    .epilog(
      'Each month is stored whole or not at all, and stored months are skipped: after a fault or Ctrl-C the same command ' +
        'goes on. More: docs/download.md.',
    );
}

/** Throws JbtError `InvalidOption`. */
export function readSettings(options: Readonly<Record<string, unknown>>): DownloadSettings {
  const given = readValues(settings, options);
  if (given.baseUrl !== null && given.from.kind !== 'binance-dumps') {
    throw new JbtError('InvalidOption', '--base-url is for --from binance-dumps: ccxt knows the servers of exchanges');
  }
  return given;
}

/** Returns the range to download, which ends in the past. Throws JbtError `InvalidDateRange`. */
export function rangeOf({ since, until }: DownloadSettings, now: Timestamp): TimeRange {
  const asked = until ?? now;
  if (since >= now) throw new JbtError('InvalidDateRange', '--since lies in the future: there are no candles yet');
  if (since >= asked) throw new JbtError('InvalidDateRange', '--until must be after --since');
  return { from: wholeMinute(since), to: wholeMinute(Math.min(asked, now)) };
}

function wholeMinute(timestamp: Timestamp): Timestamp {
  return Math.floor(timestamp / MINUTE) * MINUTE;
}

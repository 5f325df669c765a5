import { resolve } from 'node:path';
import type { Argv } from 'yargs';
import * as z from 'zod';
import { columnTwice } from '../../adapters/candles/csv/csv.ts';
import { type CandleFile, readCandleFiles } from '../../adapters/candles/file.ts';
import { TIME_UNITS } from '../../adapters/candles/time.ts';
import { JbtError } from '../../model/errors.ts';
import { summaryOf } from '../../run/plan/stored.ts';
import { formatCount } from '../../run/text/numbers.ts';
import { printable } from '../../run/text/plain.ts';
import type { Command, Io } from '../command.ts';
import { marketOption, optionError } from '../options.ts';
import { say } from '../say.ts';
import { withStorage } from '../storage.ts';
import { type ImportAnswer, importJson, importText } from './answer.ts';
import { CANDLE_READERS } from './readers.ts';

const columnNames = z
  .string({ error: 'names with commas between them' })
  .refine((text) => columnTwice(splitNames(text)) === null, {
    error: ({ input }) => `names that differ: ${columnTwice(splitNames(String(input)))} is there twice`,
  })
  .transform(splitNames);

const settings = z.object({
  files: z.array(z.string()).min(1, { error: 'at least one file' }),
  market: marketOption,
  gaps: z.enum(['refuse', 'fill'], { error: 'refuse or fill' }).default('refuse'),
  timeUnit: z.enum(TIME_UNITS, { error: 's, ms, us, ns or iso' }).nullable().default(null),
  columns: columnNames.nullable().default(null),
  json: z.boolean({ error: 'given once' }).default(false),
});

type ImportSettings = z.infer<typeof settings>;

/** `jbt import`: puts candle files into the candle store, all of them or none. */
export const command: Command = {
  build: addImportOptions,
  async run(options, io) {
    refuseDash(io.argv);
    const chosen = readSettings(options);
    const files = await readFiles(chosen, io);
    const answer = await withStorage(io, ({ candles }): ImportAnswer => {
      const { market, gaps } = chosen;
      const merged = candles.put(market, files, gaps === 'fill' ? 'fill' : 'leave');
      return { market, files, merged, stored: summaryOf(market, candles.markets(), 'candle store') };
    });
    if (chosen.json) io.stdout.write(importJson(answer));
    else say(io.stdout, importText(answer));
    return 0;
  },
};

function addImportOptions(yargs: Argv): Argv {
  return yargs
    .positional('files', { type: 'string', array: true, describe: 'CSV files or pipes, plain, .gz or .zip' })
    .option('market', { type: 'string', describe: 'market of the candles: EXCHANGE:SYMBOL' })
    .option('gaps', {
      type: 'string',
      describe: 'minutes missing within a file: refuse (default), or fill with the last close, between files too',
    })
    .option('time-unit', { type: 'string', describe: 's, ms, us, ns or iso; default: recognised row by row' })
    .option('columns', {
      type: 'string',
      describe: 'names of the columns in order; default: the header, or those of Binance',
    })
    .option('json', { type: 'boolean', describe: 'print what was imported as one JSON document' })
    .example('jbt import FILUSDT-1m-*.zip --market "Binance Perpetual Futures:FIL-USDT"', 'months from Binance')
    .example(
      'jbt import fil.csv --market "Bybit Spot:FIL-USDT" --columns timestamp,open,close,high,low,volume',
      'no header',
    )
    .epilog(
      'All files are checked first: either all are stored or none. Stored candles are never changed. ' +
        'Filled minutes give way to minutes of other files and to stored ones. Gaps of a day or more between files are ' +
        'not filled: a file is probably missing.',
    );
}

/** yargs silently drops a single dash. */
function refuseDash(argv: readonly string[]): void {
  if (argv.includes('-')) throw new JbtError('InvalidOption', '- is no file: to read standard input, name /dev/stdin');
}

function readSettings(options: Readonly<Record<string, unknown>>): ImportSettings {
  const parsed = settings.safeParse(options, { reportInput: true });
  if (!parsed.success) throw optionError(parsed.error.issues[0], ['files']);
  return parsed.data;
}

/** Candles of all files, sorted by time. */
async function readFiles(chosen: ImportSettings, { cwd, stderr }: Io): Promise<readonly CandleFile[]> {
  const show = (text: string) => stderr.isTTY && stderr.write(`\r\u001b[2K${printable(text)}`);
  const files: CandleFile[] = [];
  try {
    for (const [index, name] of chosen.files.entries()) {
      const reading = `reading ${index + 1} of ${chosen.files.length}: ${name}`;
      show(reading);
      const onRows = seldom((rows) => show(`${reading}, ${formatCount(rows)} rows`));
      files.push(...(await readCandleFiles(CANDLE_READERS, resolve(cwd, name), name, { ...chosen, onRows })));
    }
  } finally {
    show('');
  }
  return files.sort((a, b) => a.candles.start - b.candles.start);
}

/** Passes on at most one call in so many milliseconds, because a terminal takes longer than a block of rows. */
function seldom(tell: (rows: number) => void): (rows: number) => void {
  let toldAt = performance.now();
  return (rows) => {
    if (performance.now() - toldAt < REDRAW_MS) return;
    toldAt = performance.now();
    tell(rows);
  };
}

const REDRAW_MS = 100;

function splitNames(text: string): readonly string[] {
  return text.split(',');
}

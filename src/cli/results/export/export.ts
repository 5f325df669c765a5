import { resolve } from 'node:path';
import * as z from 'zod';
import { findRun, readStoredRun } from '../../../adapters/runs/stored-run.ts';
import { JbtError } from '../../../model/errors.ts';
import { counted, formatCount } from '../../../run/text/numbers.ts';
import type { Command, Io } from '../../command.ts';
import { homeOf, shownPath } from '../../home.ts';
import { addOptions, flagOption, readOptions, readValues, valueOption } from '../../options.ts';
import { EXIT } from '../../process/exit.ts';
import { say } from '../../process/say.ts';
import { openRecords } from './records.ts';
import { writeTables } from './write-tables.ts';

const positionals = z.object({ run: z.coerce.string().nullable().default(null) });
const format = z.enum(['parquet', 'csv'], { error: 'parquet or csv' });

const EXPORT_OPTIONS = {
  to: valueOption(z.string({ error: 'given once' }).min(1, { error: 'a folder' }), null, {
    describe: 'folder of the files, which is made',
  }),
  format: valueOption(format, 'parquet' as const, { describe: 'parquet or csv', defaultText: 'parquet' }),
  force: flagOption('overwrite files of an earlier export'),
};

/** `jbt export`: writes the tables of a run for pandas, polars and DuckDB. */
export const command: Command = {
  build: (yargs) =>
    addOptions(yargs, EXPORT_OPTIONS)
      .positional('run', { type: 'string', describe: 'id of a run, or its beginning; default: the newest' })
      .example('jbt export --to results', 'jobs, trades, orders and equity of the newest run, as Parquet')
      .example('jbt export 20231101T1200 --to results --format csv', 'those of an older run, as CSV'),
  async run(options, io) {
    const settings = readOptions(EXPORT_OPTIONS, options);
    const given = readValues(positionals, options, ['run']);
    if (settings.to === null) throw new JbtError('InvalidOption', 'jbt export needs a folder, such as --to results');
    const { runs } = homeOf(io);
    const run = readStoredRun(runs, findRun(runs, given.run));
    const folder = resolve(io.cwd, settings.to);
    const records = await openRecords(run, io);
    try {
      const files = await writeTables({ run, records, folder, format: settings.format, force: settings.force });
      for (const { path, rows } of files) say(io.stdout, `${shownPath(path, io)}  ${formatCount(rows)} rows\n`);
    } finally {
      await records.close();
    }
    return tellMissing(records.missing, io);
  },
};

function tellMissing(missing: ReadonlyMap<string, number>, { stderr }: Io): number {
  for (const [reason, jobs] of missing) {
    const backtests = counted(jobs, 'backtest');
    say(stderr, `warning: trades and orders of ${backtests} are left out: ${reason}\n`);
  }
  return missing.size === 0 ? EXIT.done : EXIT.failed;
}

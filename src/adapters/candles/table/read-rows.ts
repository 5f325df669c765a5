import { JbtError } from '../../../model/errors.ts';
import type { CandleFile, CandleFileOptions } from '../file.ts';
import { DateOrderSurvey } from '../time/time.ts';
import type { Cell } from './names.ts';
import { planTable } from './plan.ts';
import { Table } from './table.ts';

/** The head of a file decides how it is read. */
const HEAD_ROWS = 500;

export type Row = readonly Cell[];

/** Reads rows of values that a format other than CSV holds, in batches. `names` is null where columns have no names. */
export async function* readRows(
  name: string,
  names: readonly string[] | null,
  batches: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
  options: CandleFileOptions,
): AsyncGenerator<CandleFile> {
  let table: Table | null = null;
  let row = 0;
  for await (const rows of batches) {
    if (rows.length === 0) continue;
    table ??= tableOf(name, names, rows, options);
    for (const cells of rows) {
      row += 1;
      table.add(row, cells, () => cells.join(','));
    }
    options.onRows?.(row, null);
    yield* table.fullPart();
  }
  if (table === null) throw new JbtError('InvalidCandles', `${name} has no rows`);
  yield table.finish();
}

function tableOf(
  name: string,
  names: readonly string[] | null,
  rows: readonly Row[],
  options: CandleFileOptions,
): Table {
  const plan = planTable({ names, rows: rows.slice(0, HEAD_ROWS), delimiter: null }, options);
  if (typeof plan === 'string')
    throw new JbtError('InvalidCandles', `${name}: ${plan}; name the columns with --columns`);
  const survey = new DateOrderSurvey();
  for (const cells of rows) survey.add(String(cells[plan.places.timestamp] ?? ''));
  return new Table(name, plan, options, options.dateOrder ?? survey.decide(), 'row');
}

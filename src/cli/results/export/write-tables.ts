import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { outcomesOf, type StoredRun } from '../../../adapters/runs/stored-run.ts';
import { makeFolder } from '../../../adapters/system/make-folder.ts';
import type { TableFile } from '../../../adapters/table-files/table-file.ts';
import { equityPoints } from '../../../metrics/index.ts';
import { JbtError } from '../../../model/errors.ts';
import { positionOf } from '../../../run/plan/job-id.ts';
import type { Records } from './records.ts';
import { EQUITY, jobsTable, ORDERS, type Table, TRADES } from './tables.ts';

/** An export of a run. */
export interface Export {
  readonly run: StoredRun;
  readonly records: Records;
  readonly folder: string;
  readonly format: 'parquet' | 'csv';
  /** True to replace files that exist. */
  readonly force: boolean;
}

/** A file that was written. */
export interface WrittenTable {
  readonly path: string;
  readonly rows: number;
}

const NAMES = ['jobs', 'trades', 'orders', 'equity'] as const;

/**
 * Writes the tables of a run, one backtest after the other. All files appear when all are whole. Throws JbtError
 * `FileExists` or `OutputUnavailable`.
 */
export async function writeTables(task: Export): Promise<readonly WrittenTable[]> {
  const { folder, format, force } = task;
  const paths = NAMES.map((name) => join(folder, `${name}.${format}`));
  const existing = paths.find((path) => existsSync(path));
  if (existing !== undefined && !force)
    throw new JbtError('FileExists', `${existing} exists already: choose another folder, or overwrite it with --force`);
  const partials = paths.map((path) => `${path}.${process.pid}.partial`);
  requireFolder(folder);
  try {
    const rows = await fill(task, partials);
    for (const [index, path] of paths.entries()) renameSync(partials[index], path);
    return paths.map((path, index) => ({ path, rows: rows[index] }));
  } catch (error) {
    for (const partial of partials) rmSync(partial, { force: true });
    throw unavailable(folder, error);
  }
}

function requireFolder(folder: string): void {
  try {
    makeFolder(folder);
  } catch (error) {
    throw unavailable(folder, error);
  }
}

/** A refusal of the operating system as JbtError; any other error as it is. */
function unavailable(folder: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('syscall' in error)) return error;
  return new JbtError('OutputUnavailable', `${folder} cannot be written (${error.message}): choose another folder`);
}

/** A table and its open file. */
class Sheet<Item> {
  rows = 0;
  readonly #table: Table<Item>;
  readonly #file: TableFile;

  constructor(table: Table<Item>, file: TableFile) {
    this.#table = table;
    this.#file = file;
  }

  add(item: Item): void {
    this.#file.add(this.#table.row(item));
    this.rows += 1;
  }

  finish(): number {
    this.#file.finish();
    return this.rows;
  }
}

/** Writes all rows and returns their numbers. */
async function fill({ run, records, format }: Export, paths: readonly string[]): Promise<readonly number[]> {
  const create = await creatorOf(format);
  const sheet = <Item>(table: Table<Item>, path: string) => new Sheet(table, create(path, table.columns));
  const jobs = sheet(jobsTable(run), paths[0]);
  const trades = sheet(TRADES, paths[1]);
  const orders = sheet(ORDERS, paths[2]);
  const equity = sheet(EQUITY, paths[3]);
  const ended = new Set<number>();
  for (const { job, entry } of outcomesOf(run, true)) {
    ended.add(positionOf(job.id));
    jobs.add({ job, entry });
    if (entry.outcome.status !== 'done') continue;
    const jobId = job.id;
    const record = await records.of(job, entry);
    const recorded = entry.outcome.result.equity;
    const samples = recorded.length > 0 ? recorded : (record?.equity ?? []);
    for (const item of equityPoints(samples, job.from, job.to)) equity.add({ jobId, item });
    for (const item of record?.trades ?? []) trades.add({ jobId, item });
    for (const item of record?.orders ?? []) orders.add({ jobId, item });
  }
  for (const job of run.jobs) if (!ended.has(positionOf(job.id))) jobs.add({ job, entry: null });
  return [jobs, trades, orders, equity].map((one) => one.finish());
}

async function creatorOf(format: Export['format']) {
  switch (format) {
    case 'parquet':
      return (await import('../../../adapters/table-files/parquet.ts')).createParquetFile;
    case 'csv':
      return (await import('../../../adapters/table-files/csv.ts')).createCsvFile;
  }
}

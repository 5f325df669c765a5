import { METRICS } from '../../metrics/index.ts';
import type { Reporter } from '../../run/ports.ts';
import type { JobReport, Report } from '../../run/report.ts';
import { symbolsLabel, timeframesLabel } from '../../run/text/labels.ts';
import { createCsvFile } from '../table-files/csv.ts';
import type { TableCell, TableColumn } from '../table-files/table-file.ts';

type Column = TableColumn & { readonly read: (job: JobReport) => TableCell };

const COLUMNS: readonly Column[] = [
  { name: 'id', type: 'text', read: ({ id }) => id },
  { name: 'strategy', type: 'text', read: ({ strategy }) => strategy },
  { name: 'symbol', type: 'text', read: ({ routes }) => symbolsLabel(routes) },
  { name: 'timeframe', type: 'text', read: ({ routes }) => timeframesLabel(routes) },
  { name: 'from', type: 'text', read: ({ from }) => from },
  { name: 'to', type: 'text', read: ({ to }) => to },
  { name: 'status', type: 'text', read: ({ status }) => status },
  { name: 'error', type: 'text', read: ({ error }) => error?.message ?? null },
  { name: 'seconds', type: 'number', read: ({ seconds }) => seconds },
];

/** Writes one row of CSV a backtest when the run ends: its metrics, and its parameters as `parameter.NAME`. */
export function createResultRowsReporter(path: string): Reporter {
  return {
    on(event): void {
      if (event.type === 'run-finished') writeRows(path, event.report);
    },
    async close(): Promise<void> {},
  };
}

function writeRows(path: string, { jobs }: Report): void {
  const names = [...new Set(jobs.flatMap(({ effectiveParameters }) => Object.keys(effectiveParameters)))];
  const columns = [...COLUMNS, ...names.map(parameterColumn), ...METRICS.map(({ name }) => metricColumn(name))];
  const file = createCsvFile(path, columns);
  for (const job of jobs) file.add(columns.map(({ read }) => read(job)));
  file.finish();
}

function parameterColumn(name: string): Column {
  return { name: `parameter.${name}`, type: 'text', read: (job) => job.effectiveParameters[name] ?? null };
}

function metricColumn(name: string): Column {
  return { name, type: 'number', read: (job) => job.metrics?.[name] ?? null };
}

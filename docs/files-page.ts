import { ORDER_COLUMNS, TRADE_COLUMNS } from '../src/adapters/reporters/csv-tables.ts';
import type { LogLine } from '../src/adapters/reporters/log-lines.ts';
import { linesFor, type StoredEntry } from '../src/adapters/runs/journal-lines.ts';
import { rowsOf } from '../src/run/coordinator/report-of.ts';
import { MOST_WHOLE } from '../src/run/report.ts';
import { type DeclaredField, fieldsOfInterface } from './declarations.ts';
import { DONE, JOB, RUN_ID, TREND } from './example-run.ts';
import { code, fenced, fieldTable, heading, line, typeText } from './field-tables.ts';

/** Types with a section of their own, by name. */
export const DESCRIBED: Readonly<Record<string, string>> = {
  Report: 'run/report',
  JobReport: 'run/report',
  ExchangeSettings: 'model/exchange',
  FillRules: 'model/job',
  Route: 'model/route',
  DataRoute: 'model/route',
  Failure: 'model/outcome',
  CacheReport: 'run/report',
  CacheUse: 'run/report',
  Manifest: 'run/manifest',
  Machine: 'run/provenance',
  Host: 'run/provenance',
  Commit: 'run/provenance',
  StrategySources: 'run/provenance',
  StoredRange: 'run/provenance',
  Job: 'model/job',
  JournalEntry: 'run/ports',
  Result: 'model/outcome',
  EquityPlace: 'adapters/runs/equity-file',
  LoggedLine: 'adapters/reporters/log-lines',
  TracedLine: 'adapters/reporters/log-lines',
  PublishedLine: 'adapters/reporters/log-lines',
  RetriedLine: 'adapters/reporters/log-lines',
  DroppedLine: 'adapters/reporters/log-lines',
};

const LINE = { job: JOB.id, session: `${RUN_ID}/${JOB.id}`, time: '2023-08-11T04:00:00.000Z' };

const LOGGED: readonly LogLine[] = [
  { ...LINE, id: 1, level: 'info', text: 'stop at 4.17' },
  {
    ...{ ...LINE, id: 2, level: 'debug', step: 'order_submission', symbol: 'FIL-USDT' },
    text: 'SUBMITTED order: FIL-USDT, STOP, sell, -100, $4.17',
  },
  { ...LINE, id: 3, event: 'signal', value: { strength: 0.7 } },
  { job: JOB.id, retried: 'the worker ended' },
  { job: JOB.id, dropped: 120 },
];

/** The page that describes the files of a run. */
export function filesPage(): string {
  return [
    introduction(),
    reportSection(),
    `## manifest.json\n\nThe inputs of the run, written before its first backtest. A \`Timestamp\` is in milliseconds since 1970 (UTC).\n`,
    tableOf('Manifest'),
    heading('Host'),
    tableOf('Host'),
    heading('Job'),
    tableOf('Job'),
    journalSection(),
    logsSection(),
    csvSection('trades', '--trades', 'closed trade', TRADE_COLUMNS, fieldsOfInterface('model/trade', 'ClosedTrade')),
    csvSection('orders', '--orders', 'order', ORDER_COLUMNS, fieldsOfInterface('model/order', 'Order')),
  ].join('\n');
}

function introduction(): string {
  return `# Files of a run

<!-- Made from the types of the sources by npm run docs. -->

Every run has a folder, \`.jbt/runs/<id>/\`. All files are text in UTF-8, but for \`equity.f64\`. New versions of jbt add fields;
the meaning of a field changes only with the number in \`format\`.

| file | content |
|---|---|
| \`report.json\` | results; also what \`jbt run --json\` and \`jbt report --json\` print |
| \`manifest.json\` | inputs: batch, jobs, strategies, candles |
| \`journal.ndjson\` | outcomes in the order in which they came; the rows of a run of many backtests |
| \`equity.f64\` | daily equity |
| \`logs.ndjson\` | logs and published events, if there are any |
| \`trades/<job>.csv\` | closed trades, with \`--trades\` |
| \`orders/<job>.csv\` | every order, with \`--orders\` |
| \`logs/<job>.txt\` | the same lines without limit, as Jesse writes them, with \`--debug\` |
| \`begun.ndjson\` | jobs in flight, by which a run that was killed goes on |
| \`token\` | secret by which a mirrored run is cancelled through Redis; keep it out of what you share |

A type such as \`number | null\` names every value that a field may have; "optional" means that it may be absent.
`;
}

function reportSection(): string {
  const most = MOST_WHOLE.toLocaleString('en');
  const row = rowsOf([TREND])(JOB, { outcome: DONE, attempts: 1, impurities: [] });
  return [
    `## report.json

**Format 1** has all rows in \`jobs\`. **Format 2**, of a run of more than ${most} backtests, has the best 100 and the first 100 that
failed; all rows are in the file that \`rows\` names. Each row repeats what all backtests share, so that it is understood alone.
`,
    tableOf('Report'),
    ...[
      'JobReport',
      'ExchangeSettings',
      'FillRules',
      'Route',
      'DataRoute',
      'Failure',
      'CacheReport',
      'CacheUse',
    ].flatMap((name) => [heading(name), tableOf(name)]),
    'A row:\n',
    fenced('json', JSON.stringify(row, null, 2)),
  ].join('\n');
}

function journalSection(): string {
  const { result } = DONE;
  const equity = { at: 0, days: 2, checksum: 'd1f0a3c2' };
  const entry: StoredEntry = { outcome: { ...DONE, result: { ...result, equity } }, attempts: 1, impurities: [] };
  return `## journal.ndjson

One JSON document a line, appended when backtests end. The last field, \`checksum\`, is the CRC-32 (hex) of the line's JSON without
it. Where a job has several lines, the last one counts. \`outcome\` has \`status\`, \`jobId\` and \`seconds\`; a \`done\` one has \`result\`,
a \`failed\` one \`failure\`. In \`result\`, \`equity\` is an EquityPlace.

${tableOf('JournalEntry')}
${heading('Result')}
${tableOf('Result')}
${heading('EquityPlace')}
${tableOf('EquityPlace')}
${fenced('json', linesFor([entry], false).trimEnd())}
In a run of more than ${MOST_WHOLE.toLocaleString('en')} backtests a line may hold several: \`entries\` counts them, and \`packed\` is base64 of raw deflate
of \`{"names": [...], "entries": [{"entry": ..., "values": [...]}]}\`. There, \`values\` are the metrics in the order of \`names\`;
\`""\` stands for a metric that the backtest does not have.

## equity.f64

Daily equity of all backtests, one behind the other: little-endian doubles, in the quote asset. The first number of a backtest is
the balance at the start, then one at each midnight UTC, then the end. The journal says where each list begins.
`;
}

function logsSection(): string {
  return `
## logs.ndjson

Lines that strategies logged, events that they published and, with \`--debug\`, steps of the engine, in the order in which they
came. A backtest has room for 1 MiB, the file for 256 MiB; a line says how many had no room. A backtest whose result was known before
has no lines. The fields tell the kinds of lines apart.

${['LoggedLine', 'TracedLine', 'PublishedLine', 'RetriedLine', 'DroppedLine'].map((name) => `${heading(name)}\n${tableOf(name)}`).join('\n')}
${fenced('json', LOGGED.map((line) => JSON.stringify(line)).join('\n'))}`;
}

function csvSection(
  folder: string,
  option: string,
  row: string,
  columns: Readonly<Record<string, unknown>>,
  fields: readonly DeclaredField[],
): string {
  const rows = Object.keys(columns).map((column) => {
    const field = fields.find(({ path }) => path.toLowerCase() === column.replaceAll('_', '').toLowerCase());
    if (field === undefined) throw new RangeError(`the column ${column} has no field`);
    const type = field.type === 'Timestamp' ? 'ISO 8601, UTC' : field.type.replace('Timestamp', 'ISO 8601, UTC');
    return line([code(column), code(typeText(type)), field.meaning]);
  });
  return `
## ${folder}/<job>.csv

With \`${option}\`, a line for each ${row}. \`null\` is an empty cell.

${['| column | type | meaning |', '|---|---|---|', ...rows].join('\n')}
`;
}

function tableOf(name: string): string {
  return fieldTable(fieldsOfInterface(DESCRIBED[name], name));
}

import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { METRICS } from '../../../metrics/index.ts';
import type { JobReport } from '../../../run/report.ts';
import { isLowerBetter } from '../../../run/rows/ranking.ts';
import { jobLabel, parameterLabel, strategiesLabel, symbolsLabel, timeframesLabel } from '../../../run/text/labels.ts';
import { FIRST_METRICS, gainClass, inOrder, metricText, titleOf } from '../format.ts';
import { type Column, isTyping, Table } from '../parts/table.tsx';
import { go, hashOf, useQuery } from '../router.ts';

interface ResultsProps {
  readonly run: string;
  readonly rows: readonly JobReport[];
}

const DEFAULT_SORT = 'net_profit_percentage';
const GAINS = ['net_profit', 'net_profit_percentage', 'annual_return', 'average_win_loss'];

/** The backtests of a run: sorted, filtered, pinned, compared and copied. */
export function Results({ run, rows }: ResultsProps) {
  const [sort, setSort] = useQuery('sort', DEFAULT_SORT);
  const [filter, setFilter] = useQuery('filter', '');
  const [shown, setShown] = useQuery('columns', FIRST_METRICS.join(','));
  const [pinned, setPinned] = useQuery('pinned', '');
  const [isChoosing, setChoosing] = useState(false);
  const [copied, setCopied] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const names = useMemo(() => [...new Set(rows.flatMap(({ parameters }) => Object.keys(parameters)))], [rows.length]);
  const columns = useMemo(() => columnsOf(rows, names, shown.split(',')), [rows.length, names, shown]);
  const pins = pinned === '' ? [] : pinned.split(',');
  const found = useMemo(
    () => arranged(rows, columns, sort, filter, pins),
    [rows.length, columns, sort, filter, pinned],
  );
  useFilterKey(field);

  const key = sort.replace(/^-/, '');
  const isUp = sort.startsWith('-') !== (isLowerBetter(key) || isText(columns, key));
  const pin = ({ id }: JobReport): void =>
    setPinned((now) => {
      const known = now === '' ? [] : now.split(',');
      return (known.includes(id) ? known.filter((one) => one !== id) : [...known, id]).join(',');
    });
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(csvOf(found, columns));
    setCopied(true);
    setTimeout(() => setCopied(false), 1_500);
  };

  return (
    <section class="sheet" aria-label="Results">
      <div class="tools">
        <h2>Results</h2>
        <input
          ref={field}
          class="field grow"
          type="search"
          placeholder="Filter: words, or sharpe_ratio > 1 trades >= 20   ( / )"
          aria-label="Filter results"
          value={filter}
          onInput={({ currentTarget }) => setFilter(currentTarget.value)}
        />
        <span class="dim">{found.length === rows.length ? `${rows.length}` : `${found.length} of ${rows.length}`}</span>
        <button type="button" class="button" aria-pressed={isChoosing} onClick={() => setChoosing(!isChoosing)}>
          Columns
        </button>
        <button type="button" class="button" onClick={() => void copy()}>
          {copied ? 'Copied' : 'Copy CSV'}
        </button>
        {pins.length > 1 && <a href={hashOf(['run', run, 'compare'], { pinned })}>Compare {pins.length} pinned</a>}
      </div>
      {isChoosing && <Choices shown={shown.split(',')} onChange={(chosen) => setShown(chosen.join(','))} />}
      {rows.length === 0 ? (
        <p class="empty">No backtest has ended yet.</p>
      ) : (
        <Table
          rows={found}
          columns={columns}
          label="Results"
          keyOf={({ id }) => id}
          sort={{ key, isUp }}
          onSort={(next) => setSort(next === sort ? `-${next}` : next)}
          onOpen={(row) => go(['run', run, 'job', row.id])}
          isPinned={({ id }) => pins.includes(id)}
          onPin={pin}
          height={Math.min(32 + 30 * Math.max(found.length, 2) + 2, 640)}
        />
      )}
      <p class="dim">j, k move · enter opens · p pins · / filters · a click on a heading sorts</p>
    </section>
  );
}

function useFilterKey(field: { readonly current: HTMLInputElement | null }): void {
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      if (event.key !== '/' || isTyping(event.target)) return;
      event.preventDefault();
      field.current?.focus();
    };
    addEventListener('keydown', hear);
    return () => removeEventListener('keydown', hear);
  }, []);
}

function Choices({ shown, onChange }: { shown: readonly string[]; onChange: (shown: readonly string[]) => void }) {
  return (
    <div class="choices">
      {METRICS.map(({ name }) => (
        <label key={name}>
          <input
            type="checkbox"
            checked={shown.includes(name)}
            onChange={() => onChange(shown.includes(name) ? shown.filter((one) => one !== name) : [...shown, name])}
          />{' '}
          {titleOf(name)}
        </label>
      ))}
    </div>
  );
}

type ResultColumn = Column<JobReport> & { readonly value: (row: JobReport) => number | string };

function columnsOf(
  rows: readonly JobReport[],
  parameters: readonly string[],
  metrics: readonly string[],
): readonly ResultColumn[] {
  const texts = [
    textColumn('strategy', 'Strategy', 150, (row) => strategiesLabel(row.routes)),
    textColumn('market', 'Market', 150, (row) => symbolsLabel(row.routes)),
    textColumn('timeframe', 'TF', 64, (row) => timeframesLabel(row.routes)),
    textColumn('dates', 'Dates', 190, (row) => `${row.from} to ${row.to}`),
  ].filter(
    (column) =>
      rows.length === 0 || column.key === 'strategy' || rows.some((row) => column.value(row) !== column.value(rows[0])),
  );
  return [
    ...texts,
    ...parameters.map((name) => parameterColumn(name)),
    ...metrics.filter((name) => name !== '').map((name) => metricColumn(name)),
    {
      ...textColumn('status', 'Status', 90, ({ status, cached }) => (cached && status === 'done' ? 'cached' : status)),
      look: ({ status }) => (status === 'failed' ? 'loss' : 'dim'),
    },
  ];
}

function textColumn(key: string, title: string, width: number, text: (row: JobReport) => string): ResultColumn {
  return { key, title, width, isNumber: false, text, value: text };
}

function parameterColumn(name: string): ResultColumn {
  const text = ({ parameters }: JobReport): string => (name in parameters ? parameterLabel(parameters[name]) : '');
  return {
    key: `set.${name}`,
    title: name,
    width: 80,
    isNumber: true,
    text,
    value: ({ parameters }) =>
      typeof parameters[name] === 'boolean' ? String(parameters[name]) : (parameters[name] ?? ''),
  };
}

function metricColumn(name: string): ResultColumn {
  const value = ({ metrics }: JobReport): number => metrics?.[name] ?? Number.NaN;
  return {
    key: name,
    title: titleOf(name),
    width: 92,
    isNumber: true,
    value,
    text: (row) => metricText(name, value(row)),
    ...(GAINS.includes(name) ? { look: (row: JobReport) => gainClass(value(row)) } : {}),
  };
}

function isText(columns: readonly ResultColumn[], key: string): boolean {
  return columns.find((column) => column.key === key)?.isNumber === false;
}

/** Pinned rows first, then the filtered ones in order; rows without a value come last either way. */
function arranged(
  rows: readonly JobReport[],
  columns: readonly ResultColumn[],
  sort: string,
  filter: string,
  pins: readonly string[],
): readonly JobReport[] {
  const key = sort.replace(/^-/, '');
  const column = columns.find((one) => one.key === key) ?? metricColumn(key);
  const isUp = sort.startsWith('-') !== (isLowerBetter(key) || !column.isNumber);
  const accepts = filterOf(filter);
  const keyed = rows.filter(accepts).map((row) => ({ row, value: column.value(row), isPinned: pins.includes(row.id) }));
  keyed.sort((a, b) => Number(b.isPinned) - Number(a.isPinned) || compare(a.value, b.value, isUp));
  return keyed.map(({ row }) => row);
}

function compare(a: number | string, b: number | string, isUp: boolean): number {
  const [noA, noB] = [isMissing(a), isMissing(b)];
  if (noA || noB) return Number(noA) - Number(noB);
  return isUp ? inOrder(a, b) : inOrder(b, a);
}

function isMissing(value: number | string): boolean {
  return value === '' || Number.isNaN(value);
}

const COMPARISON = /([\w.]+)\s*(>=|<=|>|<|=)\s*(-?[\d.]+)/g;

/** Words that a row must contain, and comparisons of metrics and parameters that must hold. */
function filterOf(filter: string): (row: JobReport) => boolean {
  const comparisons = [...filter.matchAll(COMPARISON)].map(([, name, sign, number]) => ({
    name,
    sign,
    number: Number(number),
  }));
  const words = filter
    .replaceAll(COMPARISON, ' ')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '' && word !== 'and');
  return (row) => {
    const text = `${jobLabel(row)} ${row.status} ${row.id}`.toLowerCase();
    return words.every((word) => text.includes(word)) && comparisons.every((comparison) => holds(row, comparison));
  };
}

function holds(
  row: JobReport,
  { name, sign, number }: { readonly name: string; readonly sign: string; readonly number: number },
): boolean {
  const value = name === 'trades' ? row.trades : Number(row.metrics?.[name] ?? row.parameters[name] ?? Number.NaN);
  if (sign === '>') return value > number;
  if (sign === '<') return value < number;
  if (sign === '>=') return value >= number;
  return sign === '<=' ? value <= number : value === number;
}

function csvOf(rows: readonly JobReport[], columns: readonly ResultColumn[]): string {
  const cell = (value: number | string): string =>
    /[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value);
  const lines = rows.map((row) => [row.id, ...columns.map((column) => column.value(row))].map(cell).join(','));
  return [['id', ...columns.map(({ key }) => key)].map(cell).join(','), ...lines].join('\n');
}

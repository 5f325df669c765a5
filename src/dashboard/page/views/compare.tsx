import { useEffect, useState } from 'preact/hooks';
import { isLowerBetter } from '../../../run/ranking.ts';
import type { JobReport } from '../../../run/report.ts';
import { jobLabel, parameterLabel, strategiesLabel, symbolsLabel, timeframesLabel } from '../../../run/text/labels.ts';
import type { SessionView } from '../../session.ts';
import { metricText, titleOf } from '../format.ts';
import { LineChart } from '../parts/line-chart.tsx';
import { hashOf, useQuery } from '../router.ts';
import type { Source } from '../source.ts';

interface CompareProps {
  readonly source: Source;
  readonly run: string;
  readonly rows: readonly JobReport[];
}

const MOST = 5;
const COLORS = ['#3b82f6', '#e0a030', '#23a67a', '#a76bd6', '#e05656'];

/** Up to five backtests over one another: equity, then what differs, then what is equal. */
export function Compare({ source, run, rows }: CompareProps) {
  const [pinned] = useQuery('pinned', '');
  const ids = pinned === '' ? [] : pinned.split(',').slice(0, MOST);
  const chosen = ids.flatMap((id) => rows.find((row) => row.id === id) ?? []);
  const sessions = useSessions(source, run, ids);
  if (chosen.length < 2)
    return (
      <section class="sheet">
        <p class="empty">Pin two to five backtests in the results (key p), then come back.</p>
      </section>
    );
  const [different, same] = divided(chosen);
  return (
    <>
      <section class="sheet" aria-label="Equity">
        <h2>Equity, % of the start</h2>
        <Overlay sessions={sessions} ids={ids} rows={chosen} />
        <div class="legend">
          {chosen.map((row, index) => (
            <span key={row.id}>
              <i style={{ background: COLORS[index] }} />
              <a href={hashOf(['run', run, 'job', row.id])}>{jobLabel(row)}</a>
            </span>
          ))}
        </div>
      </section>
      <section class="sheet" aria-label="Differences">
        <h2>Differences</h2>
        <Lines lines={different} rows={chosen} />
      </section>
      {same.length > 0 && (
        <section class="sheet" aria-label="Equal">
          <h2>Equal</h2>
          <Lines lines={same} rows={chosen.slice(0, 1)} />
        </section>
      )}
    </>
  );
}

function useSessions(source: Source, run: string, ids: readonly string[]): ReadonlyMap<string, SessionView> {
  const [sessions, setSessions] = useState<ReadonlyMap<string, SessionView>>(new Map());
  useEffect(() => {
    for (const id of ids) {
      if (sessions.has(id)) continue;
      source.session(run, id).then(
        (view) => setSessions((known) => new Map([...known, [id, view]])),
        () => {},
      );
    }
  }, [source, run, ids.join()]);
  return sessions;
}

interface OverlayProps {
  readonly sessions: ReadonlyMap<string, SessionView>;
  readonly ids: readonly string[];
  readonly rows: readonly JobReport[];
}

/** Equities of one range of time share an axis; others are left out of it. */
function Overlay({ sessions, ids, rows }: OverlayProps) {
  const first = ids.flatMap((id) => sessions.get(id) ?? [])[0];
  if (first === undefined) return <p class="empty">Playing ...</p>;
  const lines = rows.flatMap((row, index) => {
    const equity = sessions.get(row.id)?.equity;
    if (
      equity === undefined ||
      equity.time[0] !== first.equity.time[0] ||
      equity.time.length !== first.equity.time.length
    )
      return [];
    return [
      {
        name: `#${index + 1}`,
        color: COLORS[index],
        values: equity.value.map((value) => (100 * value) / equity.value[0]),
      },
    ];
  });
  return (
    <LineChart
      label="Equity of the compared backtests"
      times={first.equity.time}
      lines={lines}
      height={260}
      text={(value) => value.toFixed(1)}
    />
  );
}

interface CompareLine {
  readonly title: string;
  readonly cells: readonly string[];
  /** Index of the best; -1 for none. */
  readonly best: number;
}

/** Traits, parameters and metrics: those that differ, and those that do not. */
function divided(rows: readonly JobReport[]): readonly [readonly CompareLine[], readonly CompareLine[]] {
  const names = [...new Set(rows.flatMap(({ parameters }) => Object.keys(parameters)))];
  const metrics = Object.keys(rows[0].metrics ?? {});
  const lines: CompareLine[] = [
    plain('Strategy', rows, (row) => strategiesLabel(row.routes)),
    plain('Market', rows, (row) => symbolsLabel(row.routes)),
    plain('Timeframe', rows, (row) => timeframesLabel(row.routes)),
    plain('Dates', rows, (row) => `${row.from} to ${row.to}`),
    ...names.map((name) =>
      plain(name, rows, ({ parameters }) => (name in parameters ? parameterLabel(parameters[name]) : '–')),
    ),
    ...metrics.map((name) => ({
      title: titleOf(name),
      cells: rows.map((row) => metricText(name, row.metrics?.[name])),
      best: bestOf(
        rows.map((row) => row.metrics?.[name] ?? Number.NaN),
        isLowerBetter(name),
      ),
    })),
  ];
  const differs = ({ cells }: CompareLine): boolean => new Set(cells).size > 1;
  return [lines.filter(differs), lines.filter((line) => !differs(line))];
}

function plain(title: string, rows: readonly JobReport[], cell: (row: JobReport) => string): CompareLine {
  return { title, cells: rows.map(cell), best: -1 };
}

function bestOf(values: readonly number[], isLower: boolean): number {
  return values.reduce(
    (best, value, index) => (best < 0 || (isLower ? value < values[best] : value > values[best]) ? index : best),
    -1,
  );
}

function Lines({ lines, rows }: { lines: readonly CompareLine[]; rows: readonly JobReport[] }) {
  return (
    <div class="scroll" style={{ maxHeight: 'none' }}>
      <table class="plain">
        <tbody>
          {lines.map(({ title, cells, best }) => (
            <tr key={title}>
              <td>{title}</td>
              {rows.map((row, index) => (
                <td key={row.id} class={`right ${index === best ? 'gain' : ''}`}>
                  {cells[index]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

import { useEffect, useState } from 'preact/hooks';
import type { JobReport } from '../../../run/report.ts';
import { isLowerBetter } from '../../../run/rows/ranking.ts';
import { jobLabel, parameterLabel, strategiesLabel, symbolsLabel, timeframesLabel } from '../../../run/text/labels.ts';
import type { SessionView } from '../../session.ts';
import { metricText, titleOf } from '../format.ts';
import { OtherRuns } from '../parts/other-runs.tsx';
import { Overlay } from '../parts/overlay.tsx';
import { hashOf, useQuery } from '../router.ts';
import type { Source } from '../source.ts';

interface CompareProps {
  readonly source: Source;
  readonly run: string;
  readonly rows: readonly JobReport[];
}

const MOST = 5;

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
        <OtherRuns source={source} run={run} />
      </section>
    );
  const [different, same] = divided(chosen);
  return (
    <>
      <Overlay
        compared={chosen.map((row) => ({
          key: row.id,
          label: jobLabel(row),
          place: hashOf(['run', run, 'job', row.id]),
          view: sessions.get(row.id) ?? null,
        }))}
      />
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

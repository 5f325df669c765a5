import { useEffect, useMemo, useState } from 'preact/hooks';
import { type BacktestPair, compareRuns, type RunComparison } from '../../../run/comparison/comparison.ts';
import type { InputChange, RunInputs } from '../../../run/comparison/inputs.ts';
import type { JobReport } from '../../../run/report.ts';
import type { SessionView } from '../../session.ts';
import { gainClass, grouped, metricText, titleOf } from '../format.ts';
import { OtherRuns } from '../parts/other-runs.tsx';
import { Overlay } from '../parts/overlay.tsx';
import { hashOf, useQuery } from '../router.ts';
import type { Source } from '../source.ts';

interface VersusProps {
  readonly source: Source;
  readonly run: string;
  readonly rows: readonly JobReport[];
}

/** Changed backtests that are listed. */
const MOST_LISTED = 200;
const METRICS = ['net_profit_percentage', 'max_drawdown', 'sharpe_ratio', 'win_rate', 'total'];

/** This run beside another: inputs that differ, then results that differ, the largest change first. */
export function Versus({ source, run, rows }: VersusProps) {
  const [other] = useQuery('with', '');
  const before = useRows(source, other);
  const inputs = useInputs(source, other, run);
  const comparison = useMemo(
    () => (before === null ? null : compareRuns({ inputs: inputs[0], rows: before }, { inputs: inputs[1], rows })),
    [before, inputs, rows.length],
  );
  if (other === '' || comparison === null)
    return (
      <section class="sheet">
        <OtherRuns source={source} run={run} chosen={other} />
        {other !== '' && <p class="empty">Reading {other} ...</p>}
      </section>
    );
  return (
    <>
      <section class="sheet" aria-label="Runs compared">
        <div class="tools">
          <h2>Two runs</h2>
          <a class="mono" href={hashOf(['run', other])}>
            {other}
          </a>
          <span class="dim">before, and after</span>
          <a class="mono" href={hashOf(['run', run])}>
            {run}
          </a>
          <span class="grow" />
          <OtherRuns source={source} run={run} chosen={other} />
        </div>
        <Counts comparison={comparison} />
      </section>
      <Inputs changes={comparison.inputs} />
      <Changed source={source} runs={[other, run]} comparison={comparison} />
      <Lists comparison={comparison} />
    </>
  );
}

function useRows(source: Source, run: string): readonly JobReport[] | null {
  const [rows, setRows] = useState<readonly JobReport[] | null>(null);
  useEffect(() => {
    if (run === '') return undefined;
    return source.follow(run, (view, connection) => {
      // The array of a view grows in place.
      if (connection !== 'connecting') setRows([...view.rows]);
    });
  }, [source, run]);
  return rows;
}

function useInputs(source: Source, before: string, after: string): readonly [RunInputs | null, RunInputs | null] {
  const [inputs, setInputs] = useState<readonly [RunInputs | null, RunInputs | null]>([null, null]);
  useEffect(() => {
    if (before === '') return;
    Promise.all([source.inputs(before), source.inputs(after)]).then(setInputs, () => setInputs([null, null]));
  }, [source, before, after]);
  return inputs;
}

function Counts({ comparison }: { comparison: RunComparison }) {
  const { same, changed, lost, gained, vanished, added } = comparison;
  const counts = [
    ['Same result', same],
    ['Changed', changed.length],
    ['Lost their result', lost.length],
    ['Gained one', gained.length],
    ['Only before', vanished.length],
    ['Only after', added.length],
  ] as const;
  return (
    <dl class="figures">
      {counts.map(([title, count]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{grouped(count, 0)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Inputs({ changes }: { changes: readonly InputChange[] | null }) {
  return (
    <section class="sheet" aria-label="Inputs that differ">
      <h2>Inputs that differ</h2>
      {changes === null && <p class="dim">The inputs of one of them are not known.</p>}
      {changes?.length === 0 && <p class="dim">None: both runs had the same inputs.</p>}
      {changes !== null && changes.length > 0 && (
        <div class="scroll">
          <table class="plain">
            <tbody>
              {changes.map(({ kind, name, before, after }) => (
                <tr key={`${kind} ${name}`}>
                  <td class="dim">{kind}</td>
                  <td>{name}</td>
                  <td class="mono">{shortened(kind, before)}</td>
                  <td class="mono">{shortened(kind, after)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** Digests are cut: nobody reads 64 digits. */
function shortened(kind: InputChange['kind'], text: string | null): string {
  if (text === null) return '–';
  return kind === 'strategies' || kind === 'candles' ? text.slice(0, 12) : text;
}

interface ChangedProps {
  readonly source: Source;
  /** Ids of the runs, the earlier first. */
  readonly runs: readonly [string, string];
  readonly comparison: RunComparison;
}

function Changed({ source, runs, comparison: { changed } }: ChangedProps) {
  const [shown, setShown] = useQuery('shown', '');
  if (changed.length === 0) return null;
  const pair = changed.find(({ job }) => job === shown);
  return (
    <>
      {pair !== undefined && <Pair source={source} runs={runs} pair={pair} />}
      <section class="sheet" aria-label="Changed backtests">
        <h2>
          Changed backtests <span class="dim">{changed.length}, the largest change of profit first</span>
        </h2>
        <div class="scroll">
          <table class="plain">
            <thead>
              <tr>
                <th>Backtest</th>
                {METRICS.map((metric) => (
                  <th key={metric} class="right">
                    {titleOf(metric)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {changed.slice(0, MOST_LISTED).map(({ job, before, after }) => (
                <tr key={job} style={job === shown ? { background: 'var(--hover)' } : {}}>
                  <td>
                    <button type="button" class="button" aria-pressed={job === shown} onClick={() => setShown(job)}>
                      {job}
                    </button>
                  </td>
                  {METRICS.map((metric) => (
                    <Change key={metric} metric={metric} before={before} after={after} />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {changed.length > MOST_LISTED && <p class="dim">and {changed.length - MOST_LISTED} more</p>}
      </section>
    </>
  );
}

function Change({ metric, before, after }: Pick<BacktestPair, 'before' | 'after'> & { readonly metric: string }) {
  const [then, now] = [before.metrics?.[metric], after.metrics?.[metric]];
  const look = metric === 'net_profit_percentage' ? gainClass((now ?? 0) - (then ?? 0)) : '';
  return (
    <td class="right short">
      {then !== now && <span class="dim">{metricText(metric, then)} → </span>}
      <span class={look}>{metricText(metric, now)}</span>
    </td>
  );
}

/** Equity of one backtest in both runs. */
function Pair({ source, runs, pair }: Omit<ChangedProps, 'comparison'> & { readonly pair: BacktestPair }) {
  const ids = [pair.before.id, pair.after.id];
  const [views, setViews] = useState<readonly (SessionView | null)[]>([null, null]);
  useEffect(() => {
    setViews([null, null]);
    ids.forEach((id, index) => {
      source.session(runs[index], id).then(
        (view) => setViews((known) => known.with(index, view)),
        () => {},
      );
    });
  }, [source, ...runs, ...ids]);
  return (
    <Overlay
      compared={['before', 'after'].map((label, index) => ({
        key: label,
        label,
        place: hashOf(['run', runs[index], 'job', ids[index]]),
        view: views[index],
      }))}
    />
  );
}

function Lists({ comparison: { lost, gained, vanished, added } }: { comparison: RunComparison }) {
  const lists = [
    [
      'Lost their result',
      lost.map(({ job, after }) => `${job}${after.error === null ? '' : `: ${after.error.message}`}`),
    ],
    ['Gained a result', gained.map(({ job }) => job)],
    ['Only before', vanished],
    ['Only after', added],
  ] as const;
  return (
    <>
      {lists
        .filter(([, jobs]) => jobs.length > 0)
        .map(([title, jobs]) => (
          <details class="sheet" key={title}>
            <summary>
              {title}: {jobs.length}
            </summary>
            <ul>
              {jobs.slice(0, MOST_LISTED).map((job) => (
                <li key={job}>{job}</li>
              ))}
            </ul>
          </details>
        ))}
    </>
  );
}

import { useEffect, useMemo, useState } from 'preact/hooks';
import { compareRuns, type RunComparison } from '../../../run/comparison/comparison.ts';
import type { InputChange, RunInputs } from '../../../run/comparison/inputs.ts';
import type { JobReport } from '../../../run/report.ts';
import { grouped } from '../format.ts';
import { ChangedBacktests } from '../parts/changed-backtests.tsx';
import { OtherRuns } from '../parts/other-runs.tsx';
import { hashOf, useQuery } from '../router.ts';
import type { Source } from '../source.ts';

interface VersusProps {
  readonly source: Source;
  readonly run: string;
  readonly rows: readonly JobReport[];
}

/** Backtests that a list names. */
const MOST_LISTED = 200;

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
      <ChangedBacktests source={source} runs={[other, run]} comparison={comparison} />
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

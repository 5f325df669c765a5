import { formatMinute } from '../../../model/gap.ts';
import { livingThreads, progressOf, type RunProgress } from '../../../run/progress.ts';
import type { JobReport } from '../../../run/report.ts';
import { jobLabel } from '../../../run/text/labels.ts';
import type { RunView } from '../../wire.ts';
import { durationText, grouped, metricText, shortCount } from '../format.ts';
import { Workers } from '../parts/workers.tsx';
import { hashOf } from '../router.ts';

interface OverviewProps {
  readonly view: RunView;
  /** Cancels the run, or one backtest; null where nobody can. */
  readonly onCancel: ((job: string | null) => void) | null;
}

/** Progress, rate, time left, threads, warnings and failures of a run. */
export function Overview({ view, onCancel }: OverviewProps) {
  const { state, report } = view;
  const totals = report === null ? { jobs: state.run?.jobs.length ?? 0, ...state.counts } : report.totals;
  const progress = progressOf(state);
  const share = (count: number): string => `${totals.jobs === 0 ? 0 : (100 * count) / totals.jobs}%`;
  const isUnderWay = state.phase === 'running' || state.phase === 'stopping';
  const running = Math.max(0, progress.share * totals.jobs - totals.done - totals.failed - totals.cancelled);
  return (
    <section class="sheet" aria-label="Progress">
      <div class="tools">
        <h2>{titleOf(view)}</h2>
        <span class={`pill ${state.phase}`}>{phaseText(view)}</span>
        <span class="grow mono dim" title={state.run?.command ?? report?.run.command}>
          {state.run?.command ?? report?.run.command}
        </span>
        {onCancel !== null && isUnderWay && (
          <button
            type="button"
            class="button danger"
            onClick={() => onCancel(null)}
            disabled={state.phase === 'stopping'}
          >
            Cancel the run
          </button>
        )}
      </div>
      <div
        class="progress"
        role="progressbar"
        aria-valuemin={0}
        aria-valuemax={totals.jobs}
        aria-valuenow={totals.done + totals.failed + totals.cancelled}
        aria-label="Backtests that ended"
      >
        <span class="done" style={{ width: share(totals.done) }} />
        <span class="bad" style={{ width: share(totals.failed) }} />
        <span class="stopped" style={{ width: share(totals.cancelled) }} />
        {isUnderWay && <span class="part" style={{ width: share(running) }} />}
      </div>
      <dl class="figures" style={{ marginTop: '14px' }}>
        <Figure title="Backtests" text={grouped(totals.jobs, 0)} />
        <Figure title="Done" text={grouped(totals.done, 0)} />
        <Figure title="Failed" text={grouped(totals.failed, 0)} look={totals.failed > 0 ? 'loss' : ''} />
        {totals.cancelled > 0 && <Figure title="Cancelled" text={grouped(totals.cancelled, 0)} />}
        <Figure title="From the cache" text={grouped(report?.totals.cached ?? state.counts.replayed, 0)} />
        {isUnderWay && (
          <Figure
            title="Backtests a second"
            text={progress.runsPerSecond === null ? '–' : grouped(progress.runsPerSecond, 1)}
          />
        )}
        {isUnderWay && (
          <Figure
            title="Candles a second"
            text={progress.candlesPerSecond === null ? '–' : shortCount(progress.candlesPerSecond)}
          />
        )}
        {isUnderWay && (
          <Figure title="Time left" text={progress.secondsLeft === null ? '–' : durationText(progress.secondsLeft)} />
        )}
        <Best rows={view.rows} />
      </dl>
      {isUnderWay && progress.workers.length > 0 && <Workers workers={progress.workers} />}
      {isUnderWay && <Threads progress={progress} onCancel={onCancel} />}
    </section>
  );
}

/** Beside a table of workers, more threads than these are no help. */
const MOST_THREADS_BESIDE_WORKERS = 32;

function Threads({ progress, onCancel }: Pick<OverviewProps, 'onCancel'> & { readonly progress: RunProgress }) {
  const living = livingThreads(progress);
  if (progress.workers.length > 0 && living.length > MOST_THREADS_BESIDE_WORKERS) return null;
  return (
    <div class="threads">
      {living.map((index) => {
        const { job, share } = progress.threads[index];
        return (
          <div key={index}>
            <span class="label dim">{job === null ? `thread ${index + 1} waits` : jobLabel(job)}</span>
            <meter value={share} aria-label={`Thread ${index + 1}`} />
            {onCancel !== null && job !== null && (
              <button
                type="button"
                class="button"
                onClick={() => onCancel(job.id)}
                aria-label={`Cancel ${jobLabel(job)}`}
                title="Cancel this backtest"
              >
                ×
              </button>
            )}
          </div>
        );
      })}
    </div>
  );
}

function titleOf({ state, report }: RunView): string {
  const started = report?.run.started ?? (state.run === null ? null : new Date(state.run.startedAt).toISOString());
  return started === null ? 'No run yet' : `Run of ${formatMinute(Date.parse(started))}`;
}

function phaseText({ state, report }: RunView): string {
  if (report !== null) return report.run.finished === null ? 'interrupted' : 'finished';
  return state.phase;
}

function Figure({ title, text, look = '' }: { title: string; text: string; look?: string }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd class={look} title={text}>
        {text}
      </dd>
    </div>
  );
}

function Best({ rows }: { rows: readonly JobReport[] }) {
  const best = rows.reduce<JobReport | null>((found, row) => (profitOf(row) > profitOf(found) ? row : found), null);
  if (best === null || best.metrics === null) return null;
  return (
    <div class="wide">
      <dt>Best by profit</dt>
      <dd title={jobLabel(best)}>
        {metricText('net_profit_percentage', best.metrics.net_profit_percentage)} %{' '}
        <span class="dim">{jobLabel(best)}</span>
      </dd>
    </div>
  );
}

function profitOf(row: JobReport | null): number {
  const value = row?.metrics?.net_profit_percentage ?? null;
  return value === null || Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
}

/** Failures that share a cause, with the first stack, and the warnings of the run. */
export function Troubles({ view, run }: { view: RunView; run: string }) {
  const groups = failureGroups(view.rows);
  if (groups.length === 0 && view.warnings.length === 0) return null;
  return (
    <section class="sheet" aria-label="Failures and warnings">
      {groups.length > 0 && (
        <h2>{groups.length === 1 ? 'One cause of failure' : `${groups.length} causes of failure`}</h2>
      )}
      {groups.map(({ cause, rows }) => (
        <details class="failure" key={cause}>
          <summary>
            <span class="pill failed">{rows.length}</span> {cause}
          </summary>
          <pre>{rows[0].error?.stack ?? rows[0].error?.message}</pre>
          <p class="dim">
            {rows.slice(0, 12).map((row) => (
              <span key={row.id}>
                <a href={hashOf(['run', run, 'job', row.id])}>{jobLabel(row)}</a>
                {' · '}
              </span>
            ))}
            {rows.length > 12 && `and ${rows.length - 12} more`}
          </p>
        </details>
      ))}
      {view.warnings.map((warning) => (
        <p class="note" key={`${warning.at} ${warning.message}`}>
          {warning.message}
        </p>
      ))}
    </section>
  );
}

interface FailureGroup {
  readonly cause: string;
  readonly rows: readonly JobReport[];
}

/** Groups failures by code and message without its numbers; the largest group comes first. */
function failureGroups(rows: readonly JobReport[]): readonly FailureGroup[] {
  const groups = new Map<string, { readonly cause: string; readonly rows: JobReport[] }>();
  for (const row of rows) {
    if (row.error === null) continue;
    const cause = `${row.error.code}: ${row.error.message}`;
    const key = cause.replaceAll(/\d+/g, '#');
    const group = groups.get(key) ?? { cause, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => b.rows.length - a.rows.length);
}

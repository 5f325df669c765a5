import { useEffect, useState } from 'preact/hooks';
import type { BacktestPair, RunComparison } from '../../../run/comparison/comparison.ts';
import type { SessionView } from '../../session.ts';
import { gainClass, metricText, titleOf } from '../format.ts';
import { hashOf, useQuery } from '../router.ts';
import type { Source } from '../source.ts';
import { Overlay } from './overlay.tsx';

/** Backtests that are listed. */
const MOST_LISTED = 200;
const METRICS = ['net_profit_percentage', 'max_drawdown', 'sharpe_ratio', 'win_rate', 'total'];

interface ChangedProps {
  readonly source: Source;
  /** Ids of the runs, the earlier first. */
  readonly runs: readonly [string, string];
  readonly comparison: RunComparison;
}

/** Backtests with other results, the largest change of profit first; of one that is chosen, the equity in both runs. */
export function ChangedBacktests({ source, runs, comparison: { changed } }: ChangedProps) {
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

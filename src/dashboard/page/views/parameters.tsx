import { useMemo } from 'preact/hooks';
import { METRICS } from '../../../metrics/index.ts';
import type { JobReport } from '../../../run/report.ts';
import { axesOf } from '../axes.ts';
import { titleOf } from '../format.ts';
import { Choice } from '../parts/choice.tsx';
import { ParallelCoordinates } from '../parts/parallel-coordinates.tsx';
import { SliceChart } from '../parts/slice-chart.tsx';
import { useQuery } from '../router.ts';
import { measuredOf, slicesOf } from '../slices.ts';

interface ParametersProps {
  readonly run: string;
  readonly rows: readonly JobReport[];
}

/** Axes that parallel coordinates show: those that explain most. */
const MOST_RULES = 9;

/** A metric along each parameter, and across all of them. */
export function Parameters({ run, rows }: ParametersProps) {
  const [metric, setMetric] = useQuery('metric', 'net_profit_percentage');
  const axes = useMemo(() => axesOf(rows), [rows.length]);
  const measured = useMemo(() => measuredOf(rows, metric), [rows.length, metric]);
  const slices = useMemo(() => slicesOf(measured, axes), [measured, axes]);
  if (axes.length === 0)
    return (
      <section class="sheet">
        <p class="empty">The backtests of this run differ in no parameter, market or timeframe.</p>
      </section>
    );
  return (
    <>
      <section class="sheet" aria-label="Slices">
        <div class="tools">
          <h2>Slices</h2>
          <Choice
            label="Metric"
            value={metric}
            values={METRICS.map(({ name }) => name)}
            text={titleOf}
            onChange={setMetric}
          />
          <span class="dim">
            A dot is a backtest; the line joins the medians. The parameter that explains most comes first.
          </span>
        </div>
        {measured.length === 0 ? (
          <p class="empty">No backtest has a value of {titleOf(metric)}.</p>
        ) : (
          <div class="slices">
            {slices.map((slice) => (
              <SliceChart key={slice.axis.name} run={run} metric={metric} slice={slice} />
            ))}
          </div>
        )}
      </section>
      {measured.length > 0 && (
        <section class="sheet" aria-label="Parallel coordinates">
          <h2>Parallel coordinates</h2>
          <ParallelCoordinates
            run={run}
            metric={metric}
            axes={slices.slice(0, MOST_RULES).map(({ axis }) => axis)}
            measured={measured}
          />
        </section>
      )}
    </>
  );
}

import { jobLabel } from '../../../run/text/labels.ts';
import { scaleOf, ticksOf } from '../../chart-path.ts';
import { labelOf } from '../axes.ts';
import { metricText } from '../format.ts';
import { hashOf } from '../router.ts';
import type { Measured, Slice } from '../slices.ts';

interface SliceChartProps {
  readonly run: string;
  readonly metric: string;
  readonly slice: Slice;
}

const WIDTH = 420;
const HEIGHT = 210;
const LEFT = 52;
const BOTTOM = HEIGHT - 24;
/** Dots of one value of the axis: more would be one spot. */
const MOST_DOTS = 60;

/** A metric along one axis: a dot a backtest, and a line through the medians. A dot opens its backtest. */
export function SliceChart({ run, metric, slice: { axis, groups, explained } }: SliceChartProps) {
  const values = groups.flatMap((group) => group?.measured.map(({ value }) => value) ?? []);
  const y = scaleOf(values, BOTTOM - 8, 10);
  const step = (WIDTH - LEFT - 10) / axis.values.length;
  const xOf = (index: number): number => LEFT + (index + 0.5) * step;
  const medians = groups.flatMap((group, index) => (group === null ? [] : [[xOf(index), y.at(group.median)] as const]));
  const every = Math.max(1, Math.ceil(46 / step));
  return (
    <figure class="slice">
      <figcaption>
        <strong>{axis.name}</strong> <span class="dim">explains {Math.round(100 * explained)} %</span>
      </figcaption>
      <svg class="line" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${metric} by ${axis.name}`}>
        {ticksOf(y, 4).map((tick) => (
          <g key={tick}>
            <line x1={LEFT} x2={WIDTH} y1={y.at(tick)} y2={y.at(tick)} stroke="var(--line)" />
            <text x={LEFT - 6} y={y.at(tick) + 4} text-anchor="end">
              {metricText(metric, tick)}
            </text>
          </g>
        ))}
        {axis.values.map((value, index) =>
          index % every === 0 ? (
            <text key={labelOf(value)} x={xOf(index)} y={HEIGHT - 6} text-anchor="middle">
              {labelOf(value)}
            </text>
          ) : null,
        )}
        {groups.map((group, index) =>
          thinned(group?.measured ?? []).map(({ row, value }, place) => (
            <a key={row.id} href={hashOf(['run', run, 'job', row.id])} tabIndex={-1}>
              <circle cx={xOf(index) + spread(place) * Math.min(step * 0.6, 26)} cy={y.at(value)} r="3">
                <title>{`${metricText(metric, value)} · ${jobLabel(row)}`}</title>
              </circle>
            </a>
          )),
        )}
        <polyline
          points={medians.map((point) => point.join()).join(' ')}
          fill="none"
          stroke="var(--warn)"
          stroke-width="2"
        />
      </svg>
    </figure>
  );
}

/** Place of a dot beside the others of its value, -0.5 to 0.5: neighbours in order lie apart. */
function spread(place: number): number {
  return ((place * 0.618) % 1) - 0.5;
}

/** Every so many of the backtests in order of their value, so that the extremes stay. */
function thinned(measured: readonly Measured[]): readonly Measured[] {
  if (measured.length <= MOST_DOTS) return measured;
  const sorted = [...measured].sort((a, b) => a.value - b.value);
  const every = (sorted.length - 1) / (MOST_DOTS - 1);
  return Array.from({ length: MOST_DOTS }, (_, index) => sorted[Math.round(index * every)]);
}

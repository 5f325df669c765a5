import { useState } from 'preact/hooks';
import { isLowerBetter } from '../../../run/rows/ranking.ts';
import { jobLabel } from '../../../run/text/labels.ts';
import { scaleOf, ticksOf } from '../../chart-path.ts';
import { type Axis, labelOf } from '../axes.ts';
import { metricText, shadeOf, titleOf } from '../format.ts';
import { hashOf } from '../router.ts';
import type { Measured } from '../slices.ts';

interface ParallelCoordinatesProps {
  readonly run: string;
  readonly metric: string;
  readonly axes: readonly Axis[];
  readonly measured: readonly Measured[];
}

const WIDTH = 1_000;
const HEIGHT = 280;
const TOP = 34;
const BOTTOM = HEIGHT - 14;
const SIDE = 70;
/** Lines that a browser draws at once: the best, and every so many of the others. */
const MOST_LINES = 600;

/** A vertical scale with the place of each backtest on it, and its labels. */
interface Rule {
  readonly name: string;
  readonly ticks: readonly { readonly text: string; readonly y: number }[];
  at(one: Measured): number;
}

/** A range of a rule that lines must pass, in units of the picture. */
interface Brush {
  readonly rule: string;
  readonly from: number;
  readonly to: number;
}

/** A line a backtest through its values, coloured by the metric. Dragging along a rule keeps the lines that pass there. */
export function ParallelCoordinates({ run, metric, axes, measured }: ParallelCoordinatesProps) {
  const [brushes, setBrushes] = useState<readonly Brush[]>([]);
  const [over, setOver] = useState<Measured | null>(null);
  const rules = [...axes.map(axisRule), metricRule(metric, measured)];
  const xOf = (index: number): number => SIDE + (index * (WIDTH - 2 * SIDE)) / (rules.length - 1);
  const passes = (one: Measured): boolean =>
    brushes.every(({ rule, from, to }) => {
      const y = rules.find(({ name }) => name === rule)?.at(one) ?? from;
      return y >= from && y <= to;
    });
  const lines = drawnOf(measured.filter(passes), metric);
  const pathOf = (one: Measured): string =>
    rules.map((rule, index) => `${index === 0 ? 'M' : 'L'}${xOf(index)} ${rule.at(one).toFixed(1)}`).join('');
  const shade = shadesOf(measured, metric);
  return (
    <>
      <svg class="line parallel" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label="Parallel coordinates">
        {lines.map((one) => (
          <a
            key={one.row.id}
            href={hashOf(['run', run, 'job', one.row.id])}
            tabIndex={-1}
            onPointerEnter={() => setOver(one)}
            onPointerLeave={() => setOver(null)}
          >
            <path class={one === over ? 'over' : ''} d={pathOf(one)} stroke={shade(one)} />
          </a>
        ))}
        {rules.map((rule, index) => (
          <RuleLine
            key={rule.name}
            rule={rule}
            x={xOf(index)}
            brush={brushes.find((brush) => brush.rule === rule.name) ?? null}
            onBrush={(range) =>
              setBrushes((now) => [
                ...now.filter((brush) => brush.rule !== rule.name),
                ...(range === null ? [] : [{ rule: rule.name, ...range }]),
              ])
            }
          />
        ))}
      </svg>
      <p class="dim">
        {over === null
          ? `${lines.length} of ${measured.length} backtests. Drag along a line to keep those that pass there; a click on it lifts that. A click on a backtest opens it.`
          : `${titleOf(metric)} ${metricText(metric, over.value)} · ${jobLabel(over.row)}`}
      </p>
    </>
  );
}

interface RuleLineProps {
  readonly rule: Rule;
  readonly x: number;
  readonly brush: Brush | null;
  readonly onBrush: (range: { readonly from: number; readonly to: number } | null) => void;
}

function RuleLine({ rule, x, brush, onBrush }: RuleLineProps) {
  const [start, setStart] = useState<number | null>(null);
  const placeOf = (event: PointerEvent & { readonly currentTarget: SVGRectElement }): number => {
    const { top, height } = event.currentTarget.getBoundingClientRect();
    return TOP - 6 + ((event.clientY - top) / height) * (BOTTOM - TOP + 12);
  };
  return (
    <g>
      <text x={x} y="14" text-anchor="middle" class="name">
        {rule.name}
      </text>
      <line x1={x} x2={x} y1={TOP} y2={BOTTOM} stroke="var(--dim)" />
      {rule.ticks.map(({ text, y }) => (
        <text key={text} x={x - 6} y={y + 4} text-anchor="end" class="tick">
          {text}
        </text>
      ))}
      {brush !== null && <rect x={x - 6} width="12" y={brush.from} height={brush.to - brush.from} class="brush" />}
      <rect
        class="handle"
        x={x - 12}
        width="24"
        y={TOP - 6}
        height={BOTTOM - TOP + 12}
        aria-label={`Range of ${rule.name}`}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setStart(placeOf(event));
          onBrush(null);
        }}
        onPointerMove={(event) => {
          if (start === null) return;
          const now = placeOf(event);
          onBrush(Math.abs(now - start) < 3 ? null : { from: Math.min(start, now), to: Math.max(start, now) });
        }}
        onPointerUp={() => setStart(null)}
      />
    </g>
  );
}

function axisRule(axis: Axis): Rule {
  const last = Math.max(1, axis.values.length - 1);
  const yOf = (index: number): number => BOTTOM - (index * (BOTTOM - TOP)) / last;
  const every = Math.ceil(axis.values.length / 12);
  const places = new Map(axis.values.map((value, index) => [value, yOf(index)]));
  return {
    name: axis.name,
    ticks: axis.values.flatMap((value, index) =>
      index % every === 0 ? [{ text: labelOf(value), y: yOf(index) }] : [],
    ),
    at: ({ row }) => places.get(axis.of(row) ?? '') ?? BOTTOM,
  };
}

function metricRule(metric: string, measured: readonly Measured[]): Rule {
  const scale = scaleOf(
    measured.map(({ value }) => value),
    BOTTOM,
    TOP,
  );
  return {
    name: titleOf(metric),
    ticks: ticksOf(scale, 6).map((tick) => ({ text: metricText(metric, tick), y: scale.at(tick) })),
    at: ({ value }) => scale.at(value),
  };
}

/** The lines to draw, the best last and so on top. */
function drawnOf(measured: readonly Measured[], metric: string): readonly Measured[] {
  const sign = isLowerBetter(metric) ? -1 : 1;
  const sorted = [...measured].sort((a, b) => sign * (a.value - b.value));
  const best = sorted.splice(Math.max(0, sorted.length - MOST_LINES / 2));
  const every = Math.max(1, Math.ceil(sorted.length / (MOST_LINES / 2)));
  return [...sorted.filter((_, index) => index % every === 0), ...best];
}

function shadesOf(measured: readonly Measured[], metric: string): (one: Measured) => string {
  const [worst, best] = isLowerBetter(metric) ? [1, 0] : [0, 1];
  const scale = scaleOf(
    measured.map(({ value }) => value),
    worst,
    best,
  );
  return ({ value }) => shadeOf(scale.at(value));
}

import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { METRICS } from '../../../metrics/index.ts';
import type { JobReport } from '../../../run/report.ts';
import { jobLabel } from '../../../run/text/labels.ts';
import { type Axis, axesOf, labelOf } from '../axes.ts';
import { metricText, titleOf } from '../format.ts';
import { type Cell, cellsOf, drawMap, MARGIN } from '../heatmap.ts';
import { Choice } from '../parts/choice.tsx';
import { go, useQuery } from '../router.ts';

interface HeatmapProps {
  readonly run: string;
  readonly rows: readonly JobReport[];
}

/** A metric over two parameters; a third one is chosen by a slider. A cell opens its best backtest. */
export function Heatmap({ run, rows }: HeatmapProps) {
  const axes = useMemo(() => axesOf(rows), [rows.length]);
  const [metric, setMetric] = useQuery('metric', 'net_profit_percentage');
  const [xName, setX] = useQuery('x', axes[0]?.name ?? '');
  const [yName, setY] = useQuery('y', axes[1]?.name ?? '');
  const [slice, setSlice] = useQuery('slice', '');
  const x = axes.find(({ name }) => name === xName) ?? axes[0];
  const y = axes.find(({ name }) => name === yName && name !== x?.name) ?? axes.find(({ name }) => name !== x?.name);
  const third = axes.filter((axis) => axis !== x && axis !== y);
  if (x === undefined || y === undefined)
    return (
      <section class="sheet">
        <p class="empty">A heatmap needs two parameters, markets or timeframes that take several values in this run.</p>
      </section>
    );
  const [sliceName, sliceText] = slice.split('=', 2);
  const sliced = third.find(({ name }) => name === sliceName);
  const shown = sliced === undefined ? rows : rows.filter((row) => labelOf(sliced.of(row)) === sliceText);
  return (
    <section class="sheet" aria-label="Heatmap">
      <div class="tools">
        <h2>Heatmap</h2>
        <Choice label="Across" value={x.name} values={axes.map(({ name }) => name)} onChange={setX} />
        <Choice label="Down" value={y.name} values={axes.map(({ name }) => name)} onChange={setY} />
        <Choice
          label="Metric"
          value={metric}
          values={METRICS.map(({ name }) => name)}
          text={titleOf}
          onChange={setMetric}
        />
        {third.map((axis) => (
          <label key={axis.name}>
            {axis.name}{' '}
            <input
              type="range"
              min={-1}
              max={axis.values.length - 1}
              value={axis === sliced ? axis.values.findIndex((value) => labelOf(value) === sliceText) : -1}
              onInput={({ currentTarget }) => {
                const value = axis.values[Number(currentTarget.value)];
                setSlice(value === undefined ? '' : `${axis.name}=${labelOf(value)}`);
              }}
            />{' '}
            <span class="dim">{axis === sliced ? sliceText : 'best of all'}</span>
          </label>
        ))}
      </div>
      <Cells run={run} rows={shown} metric={metric} x={x} y={y} />
    </section>
  );
}

interface CellsProps extends HeatmapProps {
  readonly metric: string;
  readonly x: Axis;
  readonly y: Axis;
}

function Cells({ run, rows, metric, x, y }: CellsProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [over, setOver] = useState<Cell | null>(null);
  const cells = useMemo(() => cellsOf(rows, metric, x, y), [rows, metric, x, y]);
  const height = MARGIN.top + MARGIN.bottom + Math.max(180, Math.min(620, y.values.length * 34));
  useEffect(() => {
    const draw = (): void => {
      if (canvas.current !== null) drawMap(canvas.current, cells, metric, x, y, height);
    };
    draw();
    addEventListener('resize', draw);
    return () => removeEventListener('resize', draw);
  });
  const cellAt = (event: MouseEvent): Cell | null => {
    const bounds = canvas.current?.getBoundingClientRect();
    if (bounds === undefined) return null;
    const column = Math.floor(
      ((event.clientX - bounds.left - MARGIN.left) / (bounds.width - MARGIN.left)) * x.values.length,
    );
    const line = Math.floor(
      ((event.clientY - bounds.top - MARGIN.top) / (bounds.height - MARGIN.top - MARGIN.bottom)) * y.values.length,
    );
    return cells[line]?.[column] ?? null;
  };
  return (
    <>
      <canvas
        class="heat"
        style={{ height: `${height}px` }}
        ref={canvas}
        role="img"
        aria-label={`${titleOf(metric)} by ${x.name} and ${y.name}`}
        onPointerMove={(event) => setOver(cellAt(event))}
        onPointerLeave={() => setOver(null)}
        onClick={(event) => {
          const cell = cellAt(event);
          if (cell !== null) go(['run', run, 'job', cell.row.id]);
        }}
      />
      <p class="dim">
        {over === null
          ? 'Each cell shows the best backtest of its two values. A click opens it.'
          : `${titleOf(metric)} ${metricText(metric, over.value)} · ${jobLabel(over.row)}${over.count > 1 ? ` · best of ${over.count}` : ''}`}
      </p>
    </>
  );
}

import { useRef, useState } from 'preact/hooks';
import { formatMinute } from '../../../model/gap.ts';
import { firstAt, linePath, type Scale, scaleOf, ticksOf } from '../../chart-path.ts';

/** A line of a chart; `color` is a CSS colour. */
interface Line {
  readonly name: string;
  readonly color: string;
  readonly values: readonly number[];
  /** Draws the area down to the lowest value as well. */
  readonly isArea?: boolean;
}

interface LineChartProps {
  readonly label: string;
  /** Milliseconds. */
  readonly times: readonly number[];
  readonly lines: readonly Line[];
  readonly height: number;
  readonly text: (value: number) => string;
}

const WIDTH = 1_000;
const LEFT = 0;
const RIGHT = WIDTH - 62;

/** Lines over time as SVG, with the values under the pointer. */
export function LineChart({ label, times, lines, height, text }: LineChartProps) {
  const box = useRef<SVGSVGElement>(null);
  const [at, setAt] = useState<number | null>(null);
  const x = scaleOf([times[0], times[times.length - 1]], LEFT, RIGHT);
  const y = scaleOf(
    lines.flatMap(({ values }) => [...values]),
    height - 20,
    8,
  );
  const point = (event: PointerEvent): void => {
    const bounds = box.current?.getBoundingClientRect();
    if (bounds === undefined) return;
    const time =
      x.min + (((event.clientX - bounds.left) / bounds.width) * WIDTH - LEFT) * ((x.max - x.min) / (RIGHT - LEFT));
    setAt(nearest(times, time));
  };
  return (
    <svg
      class="line"
      ref={box}
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      aria-label={label}
      onPointerMove={point}
      onPointerLeave={() => setAt(null)}
    >
      <Axes x={x} y={y} height={height} text={text} />
      {lines.map(({ name, color, values, isArea }) => {
        const path = linePath(times, values, x, y);
        return (
          <g key={name}>
            {isArea && path !== '' && (
              <path d={`${path}L${RIGHT} ${y.at(y.max)}L${LEFT} ${y.at(y.max)}Z`} fill={color} opacity="0.16" />
            )}
            <path d={path} fill="none" stroke={color} stroke-width="1.6" vector-effect="non-scaling-stroke" />
          </g>
        );
      })}
      {at !== null && (
        <g>
          <line
            x1={x.at(times[at])}
            x2={x.at(times[at])}
            y1="4"
            y2={height - 20}
            stroke="var(--dim)"
            stroke-dasharray="3 3"
          />
          <text x={Math.min(x.at(times[at]) + 6, RIGHT - 250)} y="14">
            {[formatMinute(times[at]), ...lines.map(({ name, values }) => `${name} ${text(values[at])}`)].join('   ')}
          </text>
        </g>
      )}
    </svg>
  );
}

function Axes({ x, y, height, text }: { x: Scale; y: Scale; height: number; text: (value: number) => string }) {
  return (
    <g>
      {ticksOf(y, 4).map((tick) => (
        <g key={tick}>
          <line x1={LEFT} x2={RIGHT} y1={y.at(tick)} y2={y.at(tick)} stroke="var(--line)" />
          <text x={RIGHT + 6} y={y.at(tick) + 4}>
            {text(tick)}
          </text>
        </g>
      ))}
      {[0, 0.25, 0.5, 0.75].map((share) => (
        <text key={share} x={LEFT + share * (RIGHT - LEFT)} y={height - 4}>
          {formatMinute(x.min + share * (x.max - x.min)).slice(0, 10)}
        </text>
      ))}
    </g>
  );
}

/** Index of the time nearest to one. */
function nearest(times: readonly number[], time: number): number {
  const after = Math.min(Math.max(firstAt(times, time), 1), times.length - 1);
  return time - times[after - 1] < times[after] - time ? after - 1 : after;
}

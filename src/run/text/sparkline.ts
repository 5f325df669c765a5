const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** Values as bars of one line, the lowest as the lowest bar: each stands for the last value of its part. */
export function sparkline(values: readonly number[], width: number): string {
  if (values.length === 0) return '';
  const length = Math.min(width, values.length);
  const shown = Array.from({ length }, (_, index) => values[Math.ceil(((index + 1) * values.length) / length) - 1]);
  const [lowest, highest] = [Math.min(...shown), Math.max(...shown)];
  const span = highest - lowest;
  return shown.map((value) => BARS[span > 0 ? Math.round(((value - lowest) / span) * (BARS.length - 1)) : 0]).join('');
}

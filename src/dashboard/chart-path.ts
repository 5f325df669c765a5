/** A scale from values to pixels. */
export interface Scale {
  readonly min: number;
  readonly max: number;
  at(value: number): number;
}

/** A linear scale onto `from` to `to`, which may run backwards. A flat range is widened. */
export function scaleOf(values: readonly number[], from: number, to: number): Scale {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (min > max) [min, max] = [0, 1];
  if (min === max) [min, max] = [min - Math.abs(min || 1) * 0.01, max + Math.abs(max || 1) * 0.01];
  return { min, max, at: (value) => from + ((value - min) / (max - min)) * (to - from) };
}

/** The path of a line through points; gaps where a value is no number. At most `most` points: the extremes of each part. */
export function linePath(xs: readonly number[], ys: readonly number[], x: Scale, y: Scale, most = 1_500): string {
  let path = '';
  let isDown = false;
  for (const index of thinned(ys, most)) {
    const value = ys[index];
    if (!Number.isFinite(value)) {
      isDown = false;
      continue;
    }
    path += `${isDown ? 'L' : 'M'}${x.at(xs[index]).toFixed(1)} ${y.at(value).toFixed(1)}`;
    isDown = true;
  }
  return path;
}

/** Indexes to draw: all of few, else first, lowest and highest of each part. */
function thinned(values: readonly number[], most: number): readonly number[] {
  if (values.length <= most) return values.map((_, index) => index);
  const parts = Math.floor(most / 3);
  const kept: number[] = [];
  for (let part = 0; part < parts; part++) {
    const from = Math.floor((part * values.length) / parts);
    const to = Math.floor(((part + 1) * values.length) / parts);
    let [low, high] = [from, from];
    for (let i = from; i < to; i++) {
      if (values[i] < values[low]) low = i;
      if (values[i] > values[high]) high = i;
    }
    kept.push(...[...new Set([from, low, high])].sort((a, b) => a - b));
  }
  kept.push(values.length - 1);
  return kept;
}

/** Round values within a scale for its labels, about `count` of them. */
export function ticksOf({ min, max }: Scale, count: number): readonly number[] {
  const raw = (max - min) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= raw) ?? raw;
  const ticks: number[] = [];
  for (let tick = Math.ceil(min / step) * step; tick <= max; tick += step) ticks.push(Number(tick.toPrecision(12)));
  return ticks;
}

/** Decimals that tell the ticks of an axis over values apart, at least one. */
export function decimalsFor(values: readonly number[]): number {
  const { min, max } = scaleOf(values, 0, 1);
  return Math.max(1, Math.min(6, 1 - Math.floor(Math.log10(max - min))));
}

/** Share below the highest value so far, from 0 down to -1. */
export function drawdownOf(values: readonly number[]): readonly number[] {
  let peak = Number.NEGATIVE_INFINITY;
  return values.map((value) => {
    if (value > peak) peak = value;
    return peak > 0 ? value / peak - 1 : 0;
  });
}

/** Index of the first of ascending numbers that is at least `least`; their count for none. */
export function firstAt(numbers: readonly number[], least: number): number {
  let from = 0;
  let to = numbers.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (numbers[middle] < least) from = middle + 1;
    else to = middle;
  }
  return from;
}

import type { JobReport } from '../../run/report.ts';
import { isLowerBetter } from '../../run/rows/ranking.ts';
import { type Axis, labelOf } from './axes.ts';
import { metricText, shadeOf } from './format.ts';

/** One cell: the best backtest of those that share two values. */
export interface Cell {
  readonly row: JobReport;
  readonly value: number;
  readonly count: number;
}

/** Room for labels around the cells, in pixels. */
export const MARGIN = { left: 70, top: 8, bottom: 34 };

/** The cells of a map, by line and column; null where no backtest is. */
export function cellsOf(
  rows: readonly JobReport[],
  metric: string,
  x: Axis,
  y: Axis,
): readonly (readonly (Cell | null)[])[] {
  const cells: (Cell | null)[][] = y.values.map(() => x.values.map(() => null));
  const isLower = isLowerBetter(metric);
  for (const row of rows) {
    const value = row.metrics?.[metric] ?? Number.NaN;
    const [column, line] = [x.values.indexOf(x.of(row) ?? ''), y.values.indexOf(y.of(row) ?? '')];
    if (column < 0 || line < 0 || value === null || Number.isNaN(value)) continue;
    const known = cells[line][column];
    const isBetter = known === null || (isLower ? value < known.value : value > known.value);
    cells[line][column] = {
      row: isBetter ? row : known.row,
      value: isBetter ? value : known.value,
      count: (known?.count ?? 0) + 1,
    };
  }
  return cells;
}

/** Draws cells with their labels. */
export function drawMap(
  canvas: HTMLCanvasElement,
  cells: readonly (readonly (Cell | null)[])[],
  metric: string,
  x: Axis,
  y: Axis,
  height: number,
): void {
  const width = canvas.clientWidth;
  canvas.width = width * devicePixelRatio;
  canvas.height = height * devicePixelRatio;
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.scale(devicePixelRatio, devicePixelRatio);
  context.clearRect(0, 0, width, height);
  const values = cells.flat().flatMap((cell) => (cell === null ? [] : [cell.value]));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const size = {
    width: (width - MARGIN.left) / x.values.length,
    height: (height - MARGIN.top - MARGIN.bottom) / y.values.length,
  };
  const text = getComputedStyle(canvas).color;
  context.font = '12px system-ui, sans-serif';
  context.textBaseline = 'middle';
  cells.forEach((line, row) => {
    line.forEach((cell, column) => {
      const [left, top] = [MARGIN.left + column * size.width, MARGIN.top + row * size.height];
      if (cell === null) return;
      const share = high === low ? 0.5 : (cell.value - low) / (high - low);
      context.fillStyle = shadeOf(isLowerBetter(metric) ? 1 - share : share);
      context.fillRect(left + 1, top + 1, size.width - 2, size.height - 2);
      if (size.width < 46 || size.height < 16) return;
      context.fillStyle = share > 0.22 && share < 0.8 ? '#111' : '#fff';
      context.textAlign = 'center';
      context.fillText(metricText(metric, cell.value), left + size.width / 2, top + size.height / 2);
    });
  });
  context.fillStyle = text;
  context.textAlign = 'right';
  for (const row of everyFit(y.values.length, size.height, 16)) {
    context.fillText(labelOf(y.values[row]), MARGIN.left - 8, MARGIN.top + (row + 0.5) * size.height);
  }
  context.textAlign = 'center';
  for (const column of everyFit(x.values.length, size.width, 60)) {
    context.fillText(labelOf(x.values[column]), MARGIN.left + (column + 0.5) * size.width, height - MARGIN.bottom + 12);
  }
  context.fillText(x.name, MARGIN.left + (width - MARGIN.left) / 2, height - 7);
}

/** Indexes whose labels fit beside one another. */
function everyFit(count: number, size: number, least: number): readonly number[] {
  const every = Math.max(1, Math.ceil(least / size));
  return Array.from({ length: Math.ceil(count / every) }, (_, index) => index * every);
}

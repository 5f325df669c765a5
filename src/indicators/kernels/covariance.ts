import { firstNumber, nanSeries } from './series.ts';

/** Second moments of two series over windows, population form. */
export interface RollingCovariance {
  readonly covariance: Float64Array;
  readonly varianceOfX: Float64Array;
  readonly varianceOfY: Float64Array;
}

/** Covariance of the last `period` pairs and the variance of either side, in blocks as in rolling.ts. */
export function rollingCovariance(x: Float64Array, y: Float64Array, period: number): RollingCovariance {
  const n = x.length;
  const moments = { covariance: nanSeries(n), varianceOfX: nanSeries(n), varianceOfY: nanSeries(n) };
  const start = Math.max(firstNumber(x), firstNumber(y));
  if (n - start < period) return moments;
  const { covariance, varianceOfX, varianceOfY } = moments;
  const ends = Array.from({ length: 5 }, () => new Float64Array(period + 1));
  const [endX, endY, endXX, endYY, endXY] = ends;
  endX.fill(Number.NaN, 0, period);
  for (let block = start; block < n; block += period) {
    const pivotX = x[block];
    const pivotY = y[block];
    if (block > start) sumEnds(x, y, block, period, ends);
    const count = Math.min(period, n - block);
    let [sumX, sumY, sumXX, sumYY, sumXY] = [0, 0, 0, 0, 0];
    for (let j = 0; j < count; j++) {
      const i = block + j;
      const dx = x[i] - pivotX;
      const dy = y[i] - pivotY;
      sumX += dx;
      sumY += dy;
      sumXX += dx * dx;
      sumYY += dy * dy;
      sumXY += dx * dy;
      const meanX = (sumX + endX[j + 1]) / period;
      const meanY = (sumY + endY[j + 1]) / period;
      varianceOfX[i] = Math.max(0, (sumXX + endXX[j + 1]) / period - meanX * meanX);
      varianceOfY[i] = Math.max(0, (sumYY + endYY[j + 1]) / period - meanY * meanY);
      covariance[i] = (sumXY + endXY[j + 1]) / period - meanX * meanY;
    }
  }
  for (let i = start; i < start + period - 1; i++) varianceOfY[i] = Number.NaN;
  return moments;
}

/** Sums over the ends of the block before `block`, relative to the first pair of `block`. */
function sumEnds(
  x: Float64Array,
  y: Float64Array,
  block: number,
  period: number,
  [endX, endY, endXX, endYY, endXY]: readonly Float64Array[],
): void {
  let [sumX, sumY, sumXX, sumYY, sumXY] = [0, 0, 0, 0, 0];
  for (let j = period - 1; j > 0; j--) {
    const dx = x[block - period + j] - x[block];
    const dy = y[block - period + j] - y[block];
    endX[j] = sumX += dx;
    endY[j] = sumY += dy;
    endXX[j] = sumXX += dx * dx;
    endYY[j] = sumYY += dy * dy;
    endXY[j] = sumXY += dx * dy;
  }
}

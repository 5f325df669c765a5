import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as ta from '../../src/indicators/index.ts';
import { walk } from './support/inputs.ts';

/** Windows of a random walk with the place where each ends. */
const windows = fc.tuple(fc.integer({ min: 2, max: 30 }), fc.nat(1e6), fc.integer({ min: 60, max: 200 }));

function window(x: Float64Array, end: number, length: number): readonly number[] {
  return [...x.subarray(end - length + 1, end + 1)];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

test('skew is the third moment over the second to the power of 1.5', () => {
  fc.assert(
    fc.property(windows, ([period, seed, at]) => {
      const { close } = walk(at + 1, seed);
      const values = window(close, at, period);
      const moment = (power: number): number => mean(values.map((value) => (value - mean(values)) ** power));
      expect(ta.skew(close, { period, sourceType: 'close' })[at]).toBeCloseTo(moment(3) / moment(2) ** 1.5, 6);
    }),
  );
});

test('medianAd is the median distance from the median', () => {
  fc.assert(
    fc.property(windows, ([period, seed, at]) => {
      const { close } = walk(at + 1, seed);
      const values = window(close, at, period);
      const wanted = median(values.map((value) => Math.abs(value - median(values))));
      expect(ta.medianAd(close, { period, sourceType: 'close' })[at]).toBeCloseTo(wanted, 10);
    }),
  );
});

test('linearreg, its slope and wma are the sums that a book gives', () => {
  fc.assert(
    fc.property(windows, ([period, seed, at]) => {
      const { close } = walk(at + 1, seed);
      const values = window(close, at, period);
      const middle = (period - 1) / 2;
      const slope =
        values.reduce((sum, value, k) => sum + (k - middle) * (value - mean(values)), 0) /
        values.reduce((sum, _, k) => sum + (k - middle) ** 2, 0);
      const weighted = values.reduce((sum, value, k) => sum + (k + 1) * value, 0) / ((period * (period + 1)) / 2);
      expect(ta.linearregSlope(close, { period })[at]).toBeCloseTo(slope, 9);
      expect(ta.linearreg(close, { period })[at]).toBeCloseTo(mean(values) + slope * middle, 9);
      expect(ta.wma(close, { period })[at]).toBeCloseTo(weighted, 9);
    }),
  );
});

test('mfi and vwma are the sums over their window', () => {
  fc.assert(
    fc.property(windows, ([period, seed, at]) => {
      const candles = walk(at + 1, seed);
      const { high, low, close, volume } = candles;
      const typical = Float64Array.from(close, (value, i) => (high[i] + low[i] + value) / 3);
      let [up, down, turnover, traded] = [0, 0, 0, 0];
      for (let i = at - period + 1; i <= at; i++) {
        if (typical[i] > typical[i - 1]) up += typical[i] * volume[i];
        else down += typical[i] * volume[i];
        turnover += close[i] * volume[i];
        traded += volume[i];
      }
      expect(ta.mfi(candles, { period })[at]).toBeCloseTo((100 * up) / (up + down), 8);
      expect(ta.vwma(candles, { period })[at]).toBeCloseTo(turnover / traded, 8);
    }),
  );
});

test('nma weighs the moves of its window by differences of square roots', () => {
  fc.assert(
    fc.property(windows, ([period, seed, at]) => {
      const { close } = walk(at + 1, seed);
      let [part, total] = [0, 0];
      for (let k = 0; k < period; k++) {
        const move = Math.abs(Math.log(close[at - k] / close[at - k - 1]));
        part += move * (Math.sqrt(k + 1) - Math.sqrt(k));
        total += move;
      }
      const wanted = (part / total) * close[at - period + 1] + (1 - part / total) * close[at - period];
      expect(ta.nma(close, { period })[at]).toBeCloseTo(wanted, 8);
    }),
  );
});

test('reflex and trendflex are the sums over their window, in units of their usual size', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 15 }), fc.nat(1e6), (half, seed) => {
      const { close } = walk(150, seed);
      const period = 2 * half;
      const smooth = ta.supersmoother(close, { period: half });
      const [reflex, trendflex] = [ta.reflex(close, { period }), ta.trendflex(close, { period })];
      let [reflexPower, trendflexPower] = [0, 0];
      for (let i = period; i < close.length; i++) {
        const slope = (smooth[i - period] - smooth[i]) / period;
        let [fromLine, fromPast] = [0, 0];
        for (let k = 1; k <= period; k++) {
          fromLine += (smooth[i] + k * slope - smooth[i - k]) / period;
          fromPast += (smooth[i] - smooth[i - k]) / period;
        }
        reflexPower = 0.04 * fromLine ** 2 + 0.96 * reflexPower;
        trendflexPower = 0.04 * fromPast ** 2 + 0.96 * trendflexPower;
        expect(reflex[i]).toBeCloseTo(fromLine / Math.sqrt(reflexPower), 6);
        expect(trendflex[i]).toBeCloseTo(fromPast / Math.sqrt(trendflexPower), 6);
      }
    }),
    { numRuns: 20 },
  );
});

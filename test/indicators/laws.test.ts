import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CandleColumns, COLUMN_NAMES, sliceColumns } from '../../src/model/candle.ts';
import { anyParameters, BENCHMARK, columnsOf, INDICATORS, still, walk } from './support/inputs.ts';

const BARS = 400;
const LONG = 20_000;
const longWalk = walk(LONG, 5);

function prefix(columns: CandleColumns, length: number): CandleColumns {
  return sliceColumns(columns, 0, length);
}

/** The candles up to `length`, then others. */
function withOtherFuture(columns: CandleColumns, length: number, seed: number): CandleColumns {
  const other = walk(columns.length, seed, 3);
  for (const name of COLUMN_NAMES) other[name].set(columns[name].subarray(0, length));
  return other;
}

function expectSame(
  found: Readonly<Record<string, Float64Array>>,
  wanted: Readonly<Record<string, Float64Array>>,
  length: number,
): void {
  for (const [name, column] of Object.entries(wanted)) {
    const differs = column.subarray(0, length).findIndex((value, i) => !Object.is(value, found[name][i]));
    expect(differs, `${name} at bar ${differs}`).toBe(-1);
  }
}

/** Prices that move, then stand still. */
function comingToRest(length: number, from: number): CandleColumns {
  const candles = walk(length, 12);
  for (const name of COLUMN_NAMES) candles[name].fill(candles.close[from - 1], from);
  return candles;
}

/** First bar at which every output is a number. */
function firstComplete(columns: readonly Float64Array[]): number {
  return Math.max(0, ...columns.map((column) => column.findIndex((value) => !Number.isNaN(value)) >>> 0));
}

describe.each(INDICATORS)('%s', (name, indicator) => {
  const { spec } = indicator;
  const dense = spec.outputs.filter((output) => !spec.sparse?.includes(output));
  const inputs = fc.tuple(anyParameters(indicator), fc.nat(1e9), fc.integer({ min: 1, max: BARS }));

  test('does not see the future, and streaming equals the whole series', () => {
    fc.assert(
      fc.property(inputs, ([parameters, seed, present]) => {
        const candles = walk(BARS, seed);
        const whole = columnsOf(indicator, candles, parameters);
        expectSame(columnsOf(indicator, prefix(candles, present), parameters), whole, present);
        const changed = withOtherFuture(candles, present, seed + 1);
        const benchmark = withOtherFuture(prefix(BENCHMARK, BARS), present, seed);
        expectSame(columnsOf(indicator, changed, parameters, benchmark), whole, present);
      }),
      { numRuns: 15 },
    );
  });

  test('is NaN for as many bars as documented, then never', () => {
    fc.assert(
      fc.property(inputs, ([parameters, seed]) => {
        const columns = columnsOf(indicator, walk(BARS, seed), parameters);
        const warmup = dense.length === 0 ? 0 : spec.warmup({ ...spec.parameters, ...parameters });
        const first = firstComplete(dense.map((output) => columns[output]));
        expect(Math.min(first, BARS)).toBe(Math.min(warmup, BARS));
      }),
      { numRuns: 15, examples: [[[{}, 3, 1]]] },
    );
  });

  test('forgets what lies further back than its memory', () => {
    fc.assert(
      fc.property(inputs, ([parameters, , back]) => {
        const memory = spec.memory?.({ ...spec.parameters, ...parameters }) ?? Number.POSITIVE_INFINITY;
        const end = LONG - back;
        const from = end - memory - 1;
        if (from <= 0) return;
        const whole = columnsOf(indicator, longWalk, parameters);
        const bars = sliceColumns(longWalk, from, end);
        const recent = columnsOf(indicator, bars, parameters, sliceColumns(BENCHMARK, from, end));
        for (const output of dense) {
          const wanted = whole[output][end - 1];
          const found = recent[output].at(-1) ?? Number.NaN;
          const difference = Math.abs(found - wanted);
          expect(Number.isNaN(found), `${output}: ${found} for ${wanted}`).toBe(Number.isNaN(wanted));
          expect(difference, `${output}: ${found} for ${wanted}`).not.toBeGreaterThan(
            1e-9 * Math.max(1, Math.abs(wanted)),
          );
        }
      }),
      { numRuns: 6, examples: [[[{}, 0, 1]]] },
    );
  });

  test('gives the forming bar the value of a series that ends there', () => {
    const candles = walk(BARS, 11);
    const whole = columnsOf(indicator, candles);
    const benchmark = spec.needsSecond ? prefix(BENCHMARK, BARS) : undefined;
    const last = indicator.last(candles, {}, undefined, benchmark);
    const values = typeof last === 'number' ? { value: last } : last;
    for (const output of spec.outputs) expect(values).toHaveProperty(output, whole[output].at(-1));
  });

  test('has a defined answer for still, tiny, huge, empty and too short candles', () => {
    const inputs = [
      still(300, 100, 10),
      still(300, 100, 0),
      still(300, 0, 0),
      comingToRest(600, 250),
      walk(300, 9, 1e-12),
      walk(300, 9, 1e12),
      ...[0, 1, 2, 3, 7].map((length) => walk(length, 1)),
    ];
    for (const candles of inputs) {
      const columns = columnsOf(indicator, candles);
      expect(Object.keys(columns)).toEqual([...spec.outputs]);
      for (const column of Object.values(columns)) {
        expect(column.length).toBe(candles.length);
        expect([...column].filter((value) => Math.abs(value) === Number.POSITIVE_INFINITY)).toEqual([]);
      }
    }
  });

  test('recovers from still candles', () => {
    const candles = walk(BARS + 300, 4);
    for (const each of COLUMN_NAMES) candles[each].fill(candles.close[0], 100, 200);
    const columns = columnsOf(indicator, candles);
    for (const output of dense) expect(columns[output].at(-1), output).not.toBeNaN();
  });

  test('gives fresh columns and leaves its input alone', () => {
    const candles = walk(BARS, 2);
    const columns = columnsOf(indicator, candles);
    const inputs = new Set(COLUMN_NAMES.map((each) => candles[each].buffer));
    for (const column of Object.values(columns)) {
      expect(inputs.has(column.buffer)).toBe(false);
      column.fill(0);
    }
    expect(candles).toEqual(walk(BARS, 2));
  });

  test('takes a plain series, also one that begins with NaN, or says that it needs candles', () => {
    const series = walk(BARS, 8).close;
    const other = spec.needsSecond ? series : undefined;
    if (spec.needsCandles) {
      expect(() => indicator.columns(series, {}, other)).toThrow(`${name} needs candles, not a plain series`);
      return;
    }
    if (spec.needsSecond) return;
    const columns = indicator.columns(series);
    const later = indicator.columns(Float64Array.of(Number.NaN, Number.NaN, ...series));
    for (const output of spec.outputs) expect(later[output].subarray(2)).toEqual(columns[output]);
  });

  const numeric = Object.entries(spec.parameters).filter(([, preset]) => typeof preset === 'number');
  test.each(numeric.map(([key]) => key))('refuses %s when it is no number, and says so', (key) => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, '5']) {
      expect(() => columnsOf(indicator, longWalk, { [key]: bad })).toThrow(RangeError);
      expect(() => columnsOf(indicator, longWalk, { [key]: bad })).toThrow(`${name}: ${key} must be`);
    }
  });

  const lengths = numeric.filter(([key]) => /(period|length|window)\d?$/i.test(key));
  test.each(lengths.map(([key]) => key))('refuses a %s that is no whole number of bars', (key) => {
    for (const bad of [0, -1, 1.5]) {
      expect(() => columnsOf(indicator, longWalk, { [key]: bad })).toThrow(`${name}: ${key} must be a whole number`);
    }
  });

  test('has a description', () => {
    expect(spec.name).toBe(name);
    expect(spec.formula?.length).toBeGreaterThan(5);
    expect(spec.source?.length).toBeGreaterThan(3);
    for (const each of [...Object.keys(spec.parameters), ...spec.outputs]) expect(each).toMatch(/^[a-z][A-Za-z0-9]*$/);
  });
});

test('what an indicator is not given right is said', () => {
  const [, ema] = INDICATORS.find(([name]) => name === 'ema') ?? [];
  const [, beta] = INDICATORS.find(([name]) => name === 'beta') ?? [];
  expect(() => ema?.columns(longWalk, { length: 3 })).toThrow('ema has no parameter length; it has period, sourceType');
  expect(() => ema?.columns(longWalk, { sourceType: 'mid' })).toThrow('ema: sourceType must be one of open, close');
  expect(() => beta?.columns(longWalk)).toThrow("beta compares two markets: give the other one's candles as well");
  expect(() => beta?.columns(longWalk, {}, walk(3, 1))).toThrow(
    'beta needs as many bars of both markets, not 20000 and 3',
  );
});

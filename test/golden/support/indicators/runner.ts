import { readFileSync } from 'node:fs';
import * as ta from '../../../../src/indicators/index.ts';
import type { AnyIndicator, IndicatorInput } from '../../../../src/indicators/indicator.ts';
import { allocateColumns, type CandleColumns, sliceColumns } from '../../../../src/model/candle.ts';

export type Row = readonly [timestamp: number, open: number, close: number, high: number, low: number, volume: number];
type Value = number | string | boolean;

interface CandleSet {
  readonly candles: string;
}

interface IndicatorCase {
  readonly test: string;
  readonly indicator: string;
  readonly args: readonly (Value | CandleSet)[];
  readonly kwargs: Readonly<Record<string, Value>>;
  /** Path into the result: an output's name or place, then an index into its column. */
  readonly output?: readonly (string | number)[];
  readonly output_index?: number;
  readonly then?: readonly ['Div' | 'Mult', number];
  /** Decimals as Python rounds to them; without it the value itself is expected. */
  readonly round?: number;
  readonly expected: number | boolean;
}

interface IndicatorFile {
  readonly close_price_series: Readonly<Record<string, readonly number[]>>;
  readonly datasets: Readonly<Record<string, readonly Row[]>>;
  readonly cases: readonly IndicatorCase[];
}

/** Outcome of the cases of a file; `differences` has one line for each that failed or shows a known fault. */
export interface PlayedCases {
  readonly passed: number;
  readonly failed: number;
  readonly differences: readonly string[];
}

const INDICATORS = new Map<string, AnyIndicator>(Object.entries(ta));

/** Rows that Jesse keeps when it is asked for the last value only. */
export const WARM_UP_BARS = 240;

/**
 * What is right where Jesse's recorded value was made of the wrong candles, by test and place in the result.
 * dx: averages seeded from the last candle, over 30 candles. minmax: extremes written where they lie, not when they are known.
 * support_resistance_with_breaks: looks for breaks in the first candle; the last one falls from 195 to 108, through 116.
 */
const KNOWN_FAULTS: Readonly<Record<string, number>> = {
  'test_dx adx': 31.44,
  'test_dx plusDI': 8.94,
  'test_minmax is_max.-6': Number.NaN,
  'test_minmax is_min.-15': Number.NaN,
  'test_support_resistance_with_breaks red_break': 1,
};

interface Difference {
  readonly isFault: boolean;
  readonly line: string;
}

/** Plays every case of a file of recorded indicator values. */
export function playIndicatorCases(file: string | URL): PlayedCases {
  const recorded = JSON.parse(readFileSync(file, 'utf8')) as IndicatorFile;
  const differences = recorded.cases.flatMap((each) => differenceOf(each, recorded));
  const failed = differences.filter(({ isFault }) => !isFault).length;
  return { passed: recorded.cases.length - failed, failed, differences: differences.map(({ line }) => line) };
}

function differenceOf(each: IndicatorCase, recorded: IndicatorFile): readonly Difference[] {
  const path = [...(each.output ?? []), ...(each.output_index === undefined ? [] : [each.output_index])].join('.');
  const title = `${each.test}: ${each.indicator}(${JSON.stringify(each.kwargs)})${path && ` ${path}`}`;
  const indicator = INDICATORS.get(camelCased(each.indicator));
  if (indicator === undefined) return [{ isFault: false, line: `${title}: there is no such indicator` }];
  const found = scaled(foundValue(indicator, each, recorded), each.then);
  if (isMet(found, Number(each.expected), each.round)) return [];
  const right = KNOWN_FAULTS[`${each.test} ${path}`];
  if (right !== undefined && isMet(found, right, each.round)) {
    return [{ isFault: true, line: `${title}: Jesse's ${each.expected} is made of the wrong candles, found ${found}` }];
  }
  return [{ isFault: false, line: `${title}: expected ${each.expected}, found ${found}` }];
}

function isMet(found: number, expected: number, decimals: number | undefined): boolean {
  if (decimals === undefined) return isSame(found, expected);
  return Object.is(rounded(found, decimals) + 0, expected);
}

function foundValue(indicator: AnyIndicator, each: IndicatorCase, recorded: IndicatorFile): number {
  const inputs = each.args.filter(isCandleSet).map((set) => inputOf(set.candles, recorded));
  const [input, second] = indicator.spec.readsAllBars || isWhole(each) ? inputs : inputs.map(lastRows);
  const columns = indicator.columns(input, parametersOf(indicator, each), second);
  const path = [...(each.output ?? [])];
  const isSingle = indicator.spec.outputs.length === 1;
  const output = each.output_index ?? (isSingle ? 0 : path.shift());
  const name = typeof output === 'number' ? indicator.spec.outputs[output] : camelCased(output ?? '');
  return columns[name]?.at(Number(path[0] ?? -1)) ?? Number.NaN;
}

/** True for a case that asks for the whole series. */
function isWhole({ indicator, kwargs }: IndicatorCase): boolean {
  return (kwargs.sequential ?? indicator === 'squeeze_momentum') === true;
}

function parametersOf(indicator: AnyIndicator, { args, kwargs }: IndicatorCase): Readonly<Record<string, Value>> {
  const names = Object.keys(indicator.spec.parameters);
  const positional = args.filter((each) => !isCandleSet(each)).map((value, index) => [names[index], value]);
  const named = Object.entries(kwargs).map(([name, value]) => [camelCased(name), value]);
  return Object.fromEntries([...positional, ...named].filter(([name]) => name !== 'sequential'));
}

function isCandleSet(argument: Value | CandleSet): argument is CandleSet {
  return typeof argument === 'object';
}

function inputOf(name: string, { close_price_series, datasets }: IndicatorFile): IndicatorInput {
  return close_price_series[name] ?? columnsOf(datasets[name]);
}

export function columnsOf(rows: readonly Row[]): CandleColumns {
  const columns = allocateColumns(rows[0][0], rows[1][0] - rows[0][0], rows.length);
  rows.forEach(([, open, close, high, low, volume], index) => {
    columns.open[index] = open;
    columns.close[index] = close;
    columns.high[index] = high;
    columns.low[index] = low;
    columns.volume[index] = volume;
  });
  return columns;
}

function lastRows(input: IndicatorInput): IndicatorInput {
  if (!('close' in input)) return input.slice(-WARM_UP_BARS);
  return sliceColumns(input, Math.max(0, input.length - WARM_UP_BARS), input.length);
}

export function camelCased(name: string): string {
  if (name === name.toUpperCase()) return name.toLowerCase();
  return name.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

function scaled(value: number, then: IndicatorCase['then']): number {
  if (then === undefined) return value;
  return then[0] === 'Div' ? value / then[1] : value * then[1];
}

function isSame(found: number, expected: number): boolean {
  return Object.is(found, expected) || Math.abs(found - expected) <= 1e-12 * Math.abs(expected);
}

/** Python's `round`: a value exactly between two goes to the even one. */
function rounded(value: number, decimals: number): number {
  const shifted = value * 10 ** decimals;
  const isBetween = Math.abs(shifted % 1) === 0.5 && shifted / 10 ** decimals === value;
  if (isBetween) return (2 * Math.round(shifted / 2)) / 10 ** decimals;
  return Number(value.toFixed(decimals));
}

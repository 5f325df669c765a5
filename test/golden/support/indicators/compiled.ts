import { readFileSync } from 'node:fs';
import * as ta from '../../../../src/indicators/index.ts';
import type { AnyIndicator, Outputs } from '../../../../src/indicators/indicator.ts';
import { type CandleColumns, sliceColumns } from '../../../../src/model/candle.ts';
import { differences } from '../compare.ts';
import { type RightColumns, rightColumns } from './right-values.ts';
import { camelCased, columnsOf, type PlayedCases, type Row, WARM_UP_BARS } from './runner.ts';

type Recorded = number | string | boolean | null;

/** Values at the bars of `rows`, the last value alone, or the last values of a series shorter than the candles. */
interface RecordedOutput {
  readonly at?: readonly Recorded[];
  readonly last?: Recorded;
  readonly tail?: readonly Recorded[];
}

type Parameters = Readonly<Record<string, number | string | boolean>>;

interface CompiledCase {
  readonly indicator: string;
  readonly parameters: Parameters;
  readonly sequential: boolean | null;
  readonly outputs: Readonly<Record<string, RecordedOutput>>;
}

interface CompiledFile {
  readonly bar_minutes: number;
  readonly rows: readonly number[];
  readonly candles: readonly Row[];
  readonly second_candles: readonly Row[];
  readonly cases: readonly CompiledCase[];
}

const INDICATORS = new Map<string, AnyIndicator>(Object.entries(ta));

/** Texts of Jesse's that our outputs show as numbers. */
const NUMBER_OF: ReadonlyMap<Recorded, number> = new Map<Recorded, number>([
  ['NaN', Number.NaN],
  [null, Number.NaN],
  ['buy', 1],
  ['sell', -1],
]);

/** Tells the format apart from that of indicators.json. */
export function isCompiledFile(file: object): boolean {
  return 'bar_minutes' in file && 'rows' in file;
}

/** Plays every case of a file of values that Jesse's compiled indicators gave. */
export function playCompiledCases(path: string | URL): PlayedCases {
  const file = JSON.parse(readFileSync(path, 'utf8')) as CompiledFile;
  const candles = columnsOf(file.candles);
  const second = columnsOf(file.second_candles);
  const played = file.cases.map((each) => attempt(each, () => playCase(each, file.rows, candles, second)));
  const failed = played.filter(({ isPassed }) => !isPassed).length;
  return { passed: played.length - failed, failed, differences: played.flatMap(({ lines }) => lines) };
}

interface PlayedCase {
  readonly isPassed: boolean;
  readonly lines: readonly string[];
}

function attempt(each: CompiledCase, play: () => PlayedCase): PlayedCase {
  try {
    return play();
  } catch (error) {
    return { isPassed: false, lines: [`${titleOf(each)}: ${String(error)}`] };
  }
}

function titleOf({ indicator, parameters, sequential }: CompiledCase): string {
  return `${indicator} ${JSON.stringify(parameters)}${sequential ? ' sequential' : ''}`;
}

function playCase(
  each: CompiledCase,
  rows: readonly number[],
  candles: CandleColumns,
  second: CandleColumns,
): PlayedCase {
  const title = titleOf(each);
  const indicator = INDICATORS.get(camelCased(each.indicator));
  if (indicator === undefined) return { isPassed: false, lines: [`${title}: there is no such indicator`] };
  const given = Object.entries(each.parameters).map(([name, value]) => [camelCased(name), value] as const);
  const parameters = { ...indicator.spec.parameters, ...Object.fromEntries(given) };
  const isWhole = each.sequential === true || indicator.spec.readsAllBars === true;
  const [input, other] = isWhole ? [candles, second] : [lastBars(candles), lastBars(second)];
  const columns = indicator.columns(input, parameters, indicator.spec.needsSecond ? other : undefined);
  const different = recordedValues(each, indicator, columns, rows).filter(
    ({ expected, found, output, bar }) => differences(expected, found, `${output}.${bar}`).length > 0,
  );
  if (different.length === 0) return { isPassed: true, lines: [] };
  const right = rightColumns(each.indicator, input, parameters);
  const judged = different.map((value) => judge(value, right));
  return {
    isPassed: judged.every(({ isRight }) => isRight),
    lines: judged.map(({ line }) => `${title}: ${line}`),
  };
}

interface RecordedValue {
  readonly output: string;
  readonly bar: number;
  readonly expected: number;
  readonly found: number;
}

function judge(
  { output, bar, expected, found }: RecordedValue,
  right: RightColumns | undefined,
): { readonly isRight: boolean; readonly line: string } {
  const value = right?.[output]?.[bar];
  if (value === undefined) return { isRight: false, line: `${output}.${bar}: expected ${expected}, found ${found}` };
  const isRight = Object.is(found, value) || Math.abs(found - value) <= 1e-9 * Math.max(1, Math.abs(value));
  const verdict = isRight ? 'which is right' : `right is ${value}`;
  return {
    isRight,
    line: `${output}.${bar}: Jesse's ${expected} is a known fault, found ${found}, ${verdict}`,
  };
}

function recordedValues(
  { outputs }: CompiledCase,
  { spec }: AnyIndicator,
  columns: Outputs<string>,
  rows: readonly number[],
): readonly RecordedValue[] {
  return Object.entries(outputs).flatMap(([name, { at = [], tail = [], last }]) => {
    const output = /^\d+$/.test(name) ? spec.outputs[Number(name)] : camelCased(name);
    const column = columns[output] ?? new Float64Array();
    const value = (recorded: Recorded, bar: number): RecordedValue => ({
      output,
      bar,
      expected: NUMBER_OF.get(recorded) ?? Number(recorded),
      found: column[bar],
    });
    return [
      ...at.map((each, i) => value(each, rows[i])),
      ...tail.map((each, i) => value(each, column.length - tail.length + i)),
      ...(last === undefined ? [] : [value(last, column.length - 1)]),
    ];
  });
}

function lastBars(candles: CandleColumns): CandleColumns {
  return sliceColumns(candles, Math.max(0, candles.length - WARM_UP_BARS), candles.length);
}

import type { Job } from '../../model/job.ts';
import type { ParameterValue, ParameterValues } from '../../model/parameter.ts';
import type { Route } from '../../model/route.ts';
import { formatDate } from '../../model/time.ts';

/** Short name of a strategy: `strategies/trend.ts` and `strategies/trend/index.ts` are `trend`. */
export function strategyLabel(name: string): string {
  return pathEnd(name, 1);
}

/** Labels of strategies that tell apart those of one file name: `a/trend` and `b/trend`. */
export function distinctStrategyLabels(names: Iterable<string>): (name: string) => string {
  const distinct = [...new Set(names)];
  const labels = new Map(distinct.map((name) => [name, distinctLabel(name, distinct)]));
  return (name) => labels.get(name) ?? strategyLabel(name);
}

/** The shortest end of a path that is no other's; the whole path where none is. */
function distinctLabel(name: string, all: readonly string[]): string {
  const folders = name.split('/').length;
  for (let length = 1; length <= folders; length++) {
    const label = pathEnd(name, length);
    if (all.every((other) => other === name || pathEnd(other, length) !== label)) return label;
  }
  return name;
}

/** All names of a strategy: as the batch names it, and every end of its path. */
export function namesOfStrategy(name: string): readonly string[] {
  return [name, ...name.split('/').map((_, index) => pathEnd(name, index + 1))];
}

function pathEnd(name: string, length: number): string {
  const stem = name.replace(/(?:\/index)?\.[cm]?[jt]s$/, '');
  return stem.split('/').slice(-length).join('/');
}

/** `trend`, or `trend+breakout` where the routes name several. */
export function strategiesLabel(routes: readonly Route[], labelOf: (name: string) => string = strategyLabel): string {
  return [...new Set(routes.map(({ strategy }) => labelOf(strategy)))].join('+');
}

const SYMBOLS_SHOWN = 3;

type Traded = readonly Pick<Route, 'symbol' | 'timeframe'>[];

/** `FIL-USDT`, `FIL-USDT+NEAR-USDT`; many symbols are cut after three. */
export function symbolsLabel(routes: Traded): string {
  const symbols = [...new Set(routes.map(({ symbol }) => symbol))];
  const rest = symbols.length > SYMBOLS_SHOWN ? `+${symbols.length - SYMBOLS_SHOWN} more` : '';
  return symbols.slice(0, SYMBOLS_SHOWN).join('+') + rest;
}

/** `1h`, `1h+4h`. */
export function timeframesLabel(routes: Traded): string {
  return [...new Set(routes.map(({ timeframe }) => timeframe))].join('+');
}

/** A value without floating-point noise. */
export function parameterLabel(value: ParameterValue): string {
  // Strategies compute values like 0.30000000000000004; nobody chose the last digits.
  return typeof value === 'number' ? String(Number(value.toPrecision(12))) : String(value);
}

/** Traits in which the backtests of a batch differ from one another. */
export interface Differences {
  readonly strategies: boolean;
  readonly symbols: boolean;
  readonly timeframes: boolean;
  readonly dates: boolean;
  /** Names. */
  readonly parameters: readonly string[];
}

type Labelled = Pick<Job, 'routes' | 'parameters'>;

/** One line that identifies a job: `trend FIL-USDT 1h fast=8 slow=21`. */
export function jobLabel(job: Labelled): string {
  const { routes, parameters } = job;
  return joined([
    strategiesLabel(routes),
    symbolsLabel(routes),
    timeframesLabel(routes),
    ...parameterLabels(parameters, Object.keys(parameters)),
  ]);
}

/** The parts of a job's label in which its batch differs: `FIL-USDT fast=8`. The whole label where there are none. */
export function briefLabel(job: Labelled & Pick<Job, 'from' | 'to'>, differences: Differences): string {
  const { routes, parameters, from, to } = job;
  const brief = joined([
    differences.strategies ? strategiesLabel(routes) : '',
    differences.symbols ? symbolsLabel(routes) : '',
    differences.timeframes ? timeframesLabel(routes) : '',
    ...parameterLabels(parameters, differences.parameters),
    differences.dates ? `${formatDate(from).slice(0, DAY_LENGTH)}..${formatDate(to).slice(0, DAY_LENGTH)}` : '',
  ]);
  return brief === '' ? jobLabel(job) : brief;
}

const DAY_LENGTH = '2023-08-01'.length;

function parameterLabels(parameters: ParameterValues, names: readonly string[]): readonly string[] {
  return names.filter((name) => name in parameters).map((name) => `${name}=${parameterLabel(parameters[name])}`);
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}

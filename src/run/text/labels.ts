import type { Job } from '../../model/job.ts';
import type { ParameterValue, ParameterValues } from '../../model/parameter.ts';
import type { Route } from '../../model/route.ts';

/** Short name of a strategy: `strategies/trend.ts` and `strategies/trend/index.ts` are `trend`. */
export function strategyLabel(name: string): string {
  return name.replace(/(?:\/index)?\.[cm]?[jt]s$/, '').replace(/^.*\//, '');
}

/** `trend`, or `trend+breakout` where the routes name several. */
export function strategiesLabel(routes: readonly Route[]): string {
  return [...new Set(routes.map(({ strategy }) => strategyLabel(strategy)))].join('+');
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

/** `fast=8 slow=21`. */
function parametersLabel(parameters: ParameterValues): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${parameterLabel(value)}`)
    .join(' ');
}

/** A value without floating-point noise. */
export function parameterLabel(value: ParameterValue): string {
  // Strategies compute values like 0.30000000000000004; nobody chose the last digits.
  return typeof value === 'number' ? String(Number(value.toPrecision(12))) : String(value);
}

/** One line that identifies a job: `trend FIL-USDT 1h fast=8 slow=21`. */
export function jobLabel({ routes, parameters }: Pick<Job, 'routes' | 'parameters'>): string {
  return [strategiesLabel(routes), symbolsLabel(routes), timeframesLabel(routes), parametersLabel(parameters)]
    .filter((part) => part !== '')
    .join(' ');
}

import { formatDate } from '../../model/time.ts';
import type { Batch, Setup } from '../batch/batch.ts';

/** Inputs of a run that can change a result, each as one line of text by its name. */
export interface RunInputs {
  /** `jbt`, `node` and the platform. */
  readonly versions: Readonly<Record<string, string>>;
  /** Digests of the strategies with what they import, by name. */
  readonly strategies: Readonly<Record<string, string>>;
  /** Digests of the stored candles, by `EXCHANGE:SYMBOL`. */
  readonly candles: Readonly<Record<string, string>>;
  /** Settings of the batch, by their place: `backtests[0].exchange.fee`. */
  readonly settings: Readonly<Record<string, string>>;
}

export const INPUT_KINDS = ['versions', 'strategies', 'candles', 'settings'] as const satisfies (keyof RunInputs)[];

/** An input that differs between two runs; null stands for one that a run does not have. */
export interface InputChange {
  readonly kind: keyof RunInputs;
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** The inputs in which two runs differ, by kind and name. */
export function inputChanges(before: RunInputs, after: RunInputs): readonly InputChange[] {
  return INPUT_KINDS.flatMap((kind) => {
    const [then, now] = [before[kind], after[kind]];
    const names = [...new Set([...Object.keys(then), ...Object.keys(now)])].sort();
    return names
      .filter((name) => then[name] !== now[name])
      .map((name) => ({ kind, name, before: then[name] ?? null, after: now[name] ?? null }));
  });
}

/** The settings of a batch that can change a result, as text by their place. */
export function settingsOf({ backtests, axes }: Batch): Readonly<Record<string, string>> {
  const own = backtests.map(({ at: _at, setups, periods, axes: ofBacktest, expect: _expect, ...settings }, index) => {
    const described = {
      ...settings,
      routes: setups.map(setupText),
      periods: periods.map(({ from, to }) => `${dateText(from)}..${dateText(to)}`),
      parameters: valuesOf(ofBacktest),
    };
    return leavesOf(described, `backtests[${index}]`);
  });
  return Object.assign({}, ...own, leavesOf(valuesOf(axes), 'parameters'));
}

function valuesOf(axes: Batch['axes']): Readonly<Record<string, unknown>> {
  return Object.fromEntries(axes.map(({ name, values }) => [name, values]));
}

function setupText({ routes, dataRoutes }: Setup): string {
  const traded = routes.map(({ strategy, symbol, timeframe }) => `${strategy} ${symbol} ${timeframe}`);
  return [...traded, ...dataRoutes.map(({ symbol, timeframe }) => `with ${symbol} ${timeframe}`)].join(' + ');
}

function dateText(time: number | null): string {
  return time === null ? 'end of the candles' : formatDate(time);
}

/** The leaves of a value by their place; a list of plain values is one leaf. */
function leavesOf(value: unknown, place: string): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null || isPlainList(value)) return { [place]: leafText(value) };
  const named = Array.isArray(value)
    ? value.map((item, index) => [`${place}[${index}]`, item] as const)
    : Object.entries(value).map(([name, item]) => [`${place}.${name}`, item] as const);
  return Object.assign({}, ...named.map(([name, item]) => leavesOf(item, name)));
}

function isPlainList(value: object): boolean {
  return Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null);
}

function leafText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'none');
}

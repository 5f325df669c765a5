import { type Differences, parameterLabel, strategiesLabel, symbolsLabel, timeframesLabel } from '../text/labels.ts';
import type { JobPart } from './planned-jobs.ts';

/** Finds the traits in which the jobs of all parts differ. */
export function differencesOf(parts: readonly JobPart[]): Differences {
  const differ = (trait: (part: JobPart) => string) => new Set(parts.map(trait)).size > 1;
  const names = [...new Set(parts.flatMap(({ axes }) => axes.map(({ name }) => name)))];
  return {
    strategies: differ(({ common }) => strategiesLabel(common.routes)),
    symbols: differ(({ common }) => symbolsLabel(common.routes)),
    timeframes: differ(({ common }) => timeframesLabel(common.routes)),
    dates: differ(({ common }) => `${common.from}..${common.to}`),
    parameters: names.filter((name) => isSwept(name, parts) || differ((part) => firstValue(name, part))),
  };
}

function isSwept(name: string, parts: readonly JobPart[]): boolean {
  return parts.some(({ axes }) => axes.some((axis) => axis.name === name && axis.values.length > 1));
}

function firstValue(name: string, { axes }: JobPart): string {
  const value = axes.find((axis) => axis.name === name)?.values[0];
  return value === undefined ? '' : parameterLabel(value);
}

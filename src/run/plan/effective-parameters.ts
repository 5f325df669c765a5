import type { Job } from '../../model/job.ts';
import type { ParameterValue, ParameterValues } from '../../model/parameter.ts';
import type { StrategyDescription } from '../ports.ts';

/**
 * Value of every parameter that the strategies of a job declare: the chosen one, else their default. Where strategies of
 * one job have different defaults for a name, each is named `STRATEGY.NAME`.
 */
export function effectiveParameters(
  { routes, parameters }: Pick<Job, 'routes' | 'parameters'>,
  strategies: ReadonlyMap<string, StrategyDescription>,
): ParameterValues {
  const names = [...new Set(routes.map(({ strategy }) => strategy))];
  const defaults = names.flatMap((strategy) => {
    const values = strategies.get(strategy)?.defaults ?? {};
    return Object.entries(values).map(([name, value]) => ({ strategy, name, value }));
  });
  const first = new Map<string, ParameterValue>();
  for (const { name, value } of defaults) if (!first.has(name)) first.set(name, value);
  const disputed = new Set(defaults.filter(({ name, value }) => first.get(name) !== value).map(({ name }) => name));
  const keyed = defaults.flatMap(({ strategy, name, value }) => {
    if (Object.hasOwn(parameters, name)) return [];
    return [[disputed.has(name) ? `${strategy}.${name}` : name, value] as const];
  });
  return { ...parameters, ...Object.fromEntries(keyed) };
}

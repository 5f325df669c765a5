import { createRequire } from 'node:module';
import { Strategy } from '../../engine/strategy/strategy.ts';
import { defaultsOf, type FoundStrategy, reviewStrategy } from '../../run/play/strategy-review.ts';
import { evaluateStrategies, type StrategyLinks, type StrategyModule } from '../system/strategy-module.ts';
import type { InspectedStrategy, Inspection } from './inspect.ts';

/** Hooks without which a strategy can never trade. */
const REQUIRED = ['shouldLong', 'goLong'] as const;

/** Loads bundles and reviews the strategies that they export. */
export async function inspectModules(urls: readonly string[]): Promise<Inspection> {
  try {
    const strategies: InspectedStrategy[] = [];
    for (const url of urls) {
      const module: StrategyModule = await import(url);
      const found = await evaluateStrategies(module, plainLinks(url));
      strategies.push(...Object.entries(found).map(([name, value]) => inspectOne(name, value)));
    }
    return { kind: 'loaded', strategies };
  } catch (error) {
    return threw(error);
  }
}

/** Links a bundle to the real globals and modules: nothing outlives the inspecting thread. */
function plainLinks(url: string): StrategyLinks {
  return {
    global: (name) => (name === 'require' ? createRequire(url) : Reflect.get(globalThis, name)),
    module: (specifier) => import(specifier),
    load: (specifier) => import(specifier),
  };
}

function inspectOne(name: string, found: unknown): InspectedStrategy {
  if (found === undefined) return { kind: 'nothing', name };
  if (!isStrategyClass(found)) return { kind: 'no-strategy', name };
  const missing = REQUIRED.find(
    (method) => Reflect.get(found.prototype, method) === Reflect.get(Strategy.prototype, method),
  );
  if (missing !== undefined) return { kind: 'incomplete', name, missing };
  const { fault, warnings } = reviewStrategy(found);
  if (fault !== null) return { kind: 'faulty', name, fault };
  return { kind: 'strategy', name, parameters: found.parameters, defaults: defaultsOf(found), warnings };
}

function isStrategyClass(found: unknown): found is FoundStrategy {
  return typeof found === 'function' && found.prototype instanceof Strategy;
}

export function threw(error: unknown): Inspection {
  if (!(error instanceof Error)) return { kind: 'threw', message: String(error), stack: '' };
  const message = error.name === 'Error' ? error.message : `${error.name}: ${error.message}`;
  return { kind: 'threw', message, stack: String(error.stack) };
}

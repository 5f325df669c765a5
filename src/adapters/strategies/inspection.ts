import { Strategy } from '../../engine/strategy/strategy.ts';
import { type FoundStrategy, reviewStrategy } from '../../run/play/strategy-review.ts';
import type { InspectedStrategy, Inspection } from './inspect.ts';

/** Hooks without which a strategy can never trade. */
const REQUIRED = ['shouldLong', 'goLong'] as const;

/** Loads a bundle and reviews the strategies that it exports. */
export async function inspectModule(url: string): Promise<Inspection> {
  try {
    const { strategies }: { readonly strategies: Readonly<Record<string, unknown>> } = await import(url);
    return { kind: 'loaded', strategies: Object.entries(strategies).map(([name, found]) => inspectOne(name, found)) };
  } catch (error) {
    return threw(error);
  }
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
  return { kind: 'strategy', name, parameters: found.parameters, warnings };
}

function isStrategyClass(found: unknown): found is FoundStrategy {
  return typeof found === 'function' && found.prototype instanceof Strategy;
}

export function threw(error: unknown): Inspection {
  if (!(error instanceof Error)) return { kind: 'threw', message: String(error), stack: '' };
  const message = error.name === 'Error' ? error.message : `${error.name}: ${error.message}`;
  return { kind: 'threw', message, stack: String(error.stack) };
}

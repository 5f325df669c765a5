import { parentPort, workerData } from 'node:worker_threads';
import type { InspectedStrategy, Inspection } from '../src/adapters/strategies/inspect.ts';
import { Strategy } from '../src/engine/strategy/strategy.ts';
import { type FoundStrategy, reviewStrategy } from '../src/run/play/strategy-review.ts';

/** The hooks without which no strategy can do anything. */
const REQUIRED = ['shouldLong', 'goLong'] as const;

process.setSourceMapsEnabled(true);
process.exit = (code) => {
  tell(threw(new Error(`process.exit(${code ?? ''}) was called`)));
  throw new Error('process.exit was called');
};

tell(await inspect(workerData));

/** Loads a bundle and looks at what it exports. */
async function inspect(url: string): Promise<Inspection> {
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

function threw(error: unknown): Inspection {
  if (!(error instanceof Error)) return { kind: 'threw', message: String(error), stack: '' };
  const message = error.name === 'Error' ? error.message : `${error.name}: ${error.message}`;
  return { kind: 'threw', message, stack: String(error.stack) };
}

function tell(inspection: Inspection): void {
  parentPort?.postMessage(inspection);
}

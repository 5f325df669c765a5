import { totalmem } from 'node:os';
import { sha256 } from '../adapters/digest-node.ts';
import type { Executor, Stage } from '../run/ports.ts';
import type { RunSettings } from './run-settings.ts';

/** A backtest that was told to stop does so within days of simulated time; one that does not is stuck. */
const GRACE_MS = 1000;
/** Candles and series lie outside of the heap; what is left of a backtest fits many times over. */
const MOST_HEAP_MB = 2048;
const LEAST_HEAP_MB = 256;

/** Opens the executor that the settings ask for; only that one is loaded. */
export async function openExecutor(threads: number, settings: RunSettings, stage: Stage): Promise<Executor> {
  const { inline, timeoutMs } = settings;
  if (inline) {
    const { createInlineExecutor } = await import('../adapters/executor-inline.ts');
    return createInlineExecutor({ stage, digest: sha256, timeoutMs });
  }
  const { createPiscinaExecutor } = await import('../adapters/executor-piscina.ts');
  return createPiscinaExecutor({ threads, stage, timeoutMs, graceMs: GRACE_MS, heapLimitMb: heapLimitMb(threads) });
}

/** Half of the memory for all threads together: the rest is for candles, the coordinator, and the machine. */
function heapLimitMb(threads: number): number {
  const constrained = process.constrainedMemory();
  const memory = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  const share = Math.floor(memory / 2 / threads / 2 ** 20);
  return Math.max(LEAST_HEAP_MB, Math.min(MOST_HEAP_MB, share));
}

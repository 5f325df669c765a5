import { sha256 } from '../../adapters/system/digest.ts';
import { machineMemory } from '../../adapters/system/memory.ts';
import { valuesV8 } from '../../adapters/system/value-codec.ts';
import type { Executor, SharedInputs } from '../../run/ports.ts';
import type { ValueServer } from '../../run/values/value-server.ts';
import type { RunSettings } from './settings.ts';

/** A backtest that was told to stop does so within days of simulated time; one that does not is stuck. */
const GRACE_MS = 1000;
/** Candles and series lie outside of the heap; what is left of a backtest fits many times over. */
const MOST_MEMORY = 2e9;
const LEAST_MEMORY = 256e6;

/** What the jobs of a run are played on. */
export interface ExecutorParts {
  readonly threads: number;
  readonly settings: RunSettings;
  readonly shared: SharedInputs;
  readonly values: ValueServer | null;
}

/** The executor that the settings ask for, opened with the first job: a run whose results are all known starts no thread. */
export function lazyExecutor(parts: ExecutorParts): Executor {
  let opening: Promise<Executor> | null = null;
  let opened: Executor | null = null;
  let isStopped = false;
  const open = async (): Promise<Executor> => {
    opened = await openExecutor(parts);
    if (isStopped) opened.stop();
    return opened;
  };
  return {
    threads: parts.threads,
    async play(job, started, facts) {
      opening ??= open();
      return (await opening).play(job, started, facts);
    },
    progress: () => opened?.progress() ?? [],
    stop() {
      isStopped = true;
      opened?.stop();
    },
    close: async () => opened?.close(),
  };
}

/** Only the one that is asked for is loaded. */
async function openExecutor({ threads, settings, shared, values }: ExecutorParts): Promise<Executor> {
  const { inline, timeoutMs } = settings;
  if (inline) {
    const { createInlineExecutor } = await import('../../adapters/executors/inline.ts');
    return createInlineExecutor({ shared, digest: sha256, codec: valuesV8, values, timeoutMs });
  }
  const { createPiscinaExecutor } = await import('../../adapters/executors/piscina/executor.ts');
  const limits = {
    timeoutMs,
    graceMs: GRACE_MS,
    memoryLimitMb: Math.floor((settings.memoryBytes ?? memoryShare(threads)) / 1e6),
  };
  return createPiscinaExecutor({ threads, shared, values, ...limits });
}

/** Half of the memory for all threads together: the rest is for candles, the coordinator, and the machine. */
function memoryShare(threads: number): number {
  return Math.max(LEAST_MEMORY, Math.min(MOST_MEMORY, machineMemory() / 2 / threads));
}

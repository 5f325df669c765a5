import { usableCores } from '../../adapters/system/cores.ts';
import { sha256 } from '../../adapters/system/digest.ts';
import { memoryShare } from '../../adapters/system/memory.ts';
import { valuesV8 } from '../../adapters/system/value-codec.ts';
import type { Executor, SharedInputs } from '../../run/ports.ts';
import type { ValueServer } from '../../run/values/value-server.ts';
import { flagOption, type OptionRows, readOptions, sizeOption, type ValuesOf, valueOption } from '../options.ts';
import { wholeFromOne } from './options.ts';

/** Inputs of an executor. */
export interface ExecutorParts {
  readonly threads: number;
  readonly timeoutMs: number | null;
  readonly stallMs: number | null;
  readonly shared: SharedInputs;
  readonly values: ValueServer | null;
  readonly warn: (message: string) => void;
}

/** An executor that the options ask for. */
export interface ChosenExecutor {
  /** Number of jobs at a time. */
  readonly threads: number;
  /** False where strategies hold the main thread, so that only the default action of Ctrl-C can end the process. */
  readonly hearsSignals: boolean;
  /** Loads and opens it. */
  open(parts: ExecutorParts): Promise<Executor>;
}

interface ExecutorRow {
  readonly options: OptionRows;
  /** Checks the options; null where they ask for another executor. Throws JbtError `InvalidOption`. */
  choose(options: Readonly<Record<string, unknown>>): ChosenExecutor | null;
}

function executor<Rows extends OptionRows>(
  options: Rows,
  choose: (values: ValuesOf<Rows>) => ChosenExecutor | null,
): ExecutorRow {
  return { options, choose: (found) => choose(readOptions(options, found)) };
}

/** Time for a stopped backtest to reach the end of its simulated day; a longer one is stuck. */
const GRACE_MS = 1000;

/** Every executor. The options choose the first that answers; the last always does. */
export const EXECUTORS: readonly ExecutorRow[] = [
  executor({ inline: flagOption('play in the main thread, for breakpoints; Ctrl-C ends it at once') }, ({ inline }) => {
    if (!inline) return null;
    return {
      threads: 1,
      hearsSignals: false,
      async open({ shared, values, timeoutMs }) {
        const { createInlineExecutor } = await import('../../adapters/executors/inline.ts');
        return createInlineExecutor({ shared, values, timeoutMs, digest: sha256, codec: valuesV8, hardens: true });
      },
    };
  }),
  executor(
    {
      parallel: valueOption(wholeFromOne, null, { describe: 'worker threads', defaultText: 'the cores jbt may use' }),
      /** Bytes. */
      memory: valueOption(sizeOption('64MB'), null, {
        describe: 'memory limit of a worker, such as 500MB',
        defaultText: 'its share of half the memory, at most 2GB',
      }),
    },
    ({ parallel, memory }) => ({
      threads: parallel ?? usableCores(),
      hearsSignals: true,
      async open(parts) {
        const { createPiscinaExecutor } = await import('../../adapters/executors/piscina/executor.ts');
        const memoryLimitMb = Math.floor((memory ?? memoryShare(parts.threads)) / 1e6);
        return createPiscinaExecutor({ ...parts, graceMs: GRACE_MS, memoryLimitMb });
      },
    }),
  ),
];

/** Chooses the executor, and checks the options of all. Throws JbtError `InvalidOption`. */
export function chooseExecutor(options: Readonly<Record<string, unknown>>): ChosenExecutor {
  const [chosen] = EXECUTORS.map((row) => row.choose(options)).filter((found) => found !== null);
  return chosen;
}

/** Opens the executor lazily: a run whose results are all cached starts no thread. */
export function lazyExecutor(chosen: ChosenExecutor, parts: ExecutorParts): Executor {
  let opening: Promise<Executor> | null = null;
  let opened: Executor | null = null;
  let isStopped = false;
  const open = async (): Promise<Executor> => {
    opened = await chosen.open(parts);
    if (isStopped) opened.stop();
    return opened;
  };
  return {
    threads: parts.threads,
    async play(jobs, listener) {
      opening ??= open();
      return (await opening).play(jobs, listener);
    },
    progress: () => opened?.progress() ?? [],
    cancel: (jobId) => opened?.cancel(jobId),
    stop() {
      isStopped = true;
      opened?.stop();
    },
    close: async () => opened?.close(),
  };
}

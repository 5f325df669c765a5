import type { Executor } from '../../../run/ports.ts';
import type { ChosenExecutor, ExecutorParts } from './chosen.ts';

/** Opens the executor lazily: a run whose results are all cached starts no thread. */
export function lazyExecutor(chosen: ChosenExecutor, parts: ExecutorParts): Executor {
  let opening: Promise<Executor> | null = null;
  let opened: Executor | null = null;
  let isStopped = false;
  let grown = (): void => {};
  const open = async (): Promise<Executor> => {
    opened = await chosen.open(parts);
    opened.onGrowth?.(() => grown());
    if (isStopped) opened.stop();
    return opened;
  };
  return {
    get threads() {
      return opened?.threads ?? parts.threads;
    },
    get chunkMs() {
      return opened?.chunkMs;
    },
    onGrowth(callback) {
      grown = callback;
    },
    async play(jobs, listener) {
      opening ??= open();
      return (await opening).play(jobs, listener);
    },
    progress: () => opened?.progress() ?? [],
    workers: () => opened?.workers?.() ?? [],
    cancel: (jobId) => opened?.cancel(jobId),
    stop() {
      isStopped = true;
      opened?.stop();
    },
    close: async () => opened?.close(),
  };
}

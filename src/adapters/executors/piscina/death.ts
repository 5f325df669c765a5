import type { Failure } from '../../../model/outcome.ts';
import { exitFailure, strayFailure } from '../../../run/play/failure.ts';
import { OUT_OF_MEMORY_EXIT } from './memory.ts';

const EXITED = /^worker exited with code: (-?\d+)/;

/** Derives the reason of a thread's death from the rejection of the pool. */
export function deathOf(crash: unknown, memoryLimitMb: number): Failure {
  if (crash === null) {
    return { code: 'WorkerDied', message: 'the worker ended the backtest without an outcome', stack: null };
  }
  if (!(crash instanceof Error)) return strayFailure(crash);
  if ('code' in crash && crash.code === 'ERR_WORKER_OUT_OF_MEMORY') return outOfMemory(memoryLimitMb);
  const exit = EXITED.exec(crash.message);
  if (exit !== null) {
    if (Number(exit[1]) === OUT_OF_MEMORY_EXIT) return outOfMemory(memoryLimitMb);
    return exitFailure(exit[1]);
  }
  return strayFailure(crash);
}

/** Failure of a job that exceeded the memory limit. */
export function outOfMemory(memoryLimitMb: number): Failure {
  const message = `the backtest needed more than the ${memoryLimitMb} MB of memory that a worker may use (--memory)`;
  return { code: 'OutOfMemory', message, stack: null };
}

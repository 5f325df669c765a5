import { once } from 'node:events';
import type { MessagePort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { builtFile } from '../../system/package.ts';
import { requireRoomForThreads } from '../../system/room.ts';
import { hardHeapLimitMb } from './memory.ts';
import type { ThreadSetup, ThreadTask } from './messages.ts';

/**
 * Piscina pool whose tasks last as long as their threads. It gets one only when a thread is ready, so that Piscina's own
 * queue stays empty.
 */
export class ThreadPool {
  readonly #piscina: Piscina;
  readonly #threads: number;
  #ready = 0;
  #busy = 0;

  constructor(setup: ThreadSetup, threads: number) {
    requireRoomForThreads(threads);
    this.#threads = threads;
    this.#piscina = new Piscina({
      filename: builtFile('workers/piscina-entry.cjs'),
      workerData: setup,
      minThreads: threads,
      maxThreads: threads,
      idleTimeout: Number.POSITIVE_INFINITY,
      atomics: 'disabled',
      recordTiming: false,
      resourceLimits: { maxOldGenerationSizeMb: hardHeapLimitMb(threads, setup.memoryLimitMb) },
    });
    this.#piscina.setMaxListeners(0);
    this.#piscina.on('workerCreate', () => {
      this.#ready += 1;
    });
    this.#piscina.on('workerDestroy', () => {
      this.#ready -= 1;
    });
    // An idle thread may die of a timer that a strategy left behind. It is replaced, and no job is lost.
    this.#piscina.on('error', () => {});
  }

  /** Runs a task. Resolves to the error that killed the thread, once the thread is gone. */
  async run(task: ThreadTask, port: MessagePort, signal: AbortSignal): Promise<unknown> {
    try {
      await this.#freeThread(signal);
    } catch (error) {
      return error;
    }
    this.#busy += 1;
    try {
      await this.#piscina.run(task, { transferList: [port], signal });
      return null;
    } catch (error) {
      return error;
    } finally {
      this.#busy -= 1;
    }
  }

  close(): Promise<void> {
    return this.#piscina.destroy();
  }

  /** Waits for a replaced thread to start; throws if Piscina has given up on it. */
  async #freeThread(signal: AbortSignal): Promise<void> {
    while (this.#ready <= this.#busy) {
      if (this.#piscina.threads.length < this.#threads) throw new Error('a worker could not be started');
      await once(this.#piscina, 'workerCreate', { signal }).catch((error: unknown) => {
        if (signal.aborted) throw error;
      });
    }
  }
}

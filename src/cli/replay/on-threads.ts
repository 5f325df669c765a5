import { createPiscinaExecutor } from '../../adapters/executors/piscina/executor.ts';
import { memoryShare } from '../../adapters/system/memory.ts';
import type { Job } from '../../model/job.ts';
import { MINUTE, SECOND } from '../../model/time.ts';
import type { Fact } from '../../run/events.ts';
import type { Ending, Executor, SharedInputs } from '../../run/ports.ts';

/** Jobs of one message to a thread: messages of short jobs cost more than the jobs. */
const CHUNK = 8;

/** Plays jobs on several threads and tells each ending, and before it what the session told. Jobs whose thread was lost are told as died. */
export async function playOnThreads(
  jobs: readonly Job[],
  shared: SharedInputs,
  threads: number,
  ended: (job: Job, ending: Ending) => void,
  told: (job: Job, facts: readonly Fact[]) => void = () => {},
): Promise<void> {
  const executor = await createPiscinaExecutor({
    threads: Math.min(threads, Math.max(1, jobs.length)),
    graceMs: SECOND,
    memoryLimitMb: Math.floor(memoryShare(threads) / 1e6),
    timeoutMs: null,
    stallMs: MINUTE,
    shared,
    values: null,
    warn: () => {},
  });
  const chunks = chunksOf(jobs, Math.min(CHUNK, Math.ceil(jobs.length / threads)));
  const next = chunks[Symbol.iterator]();
  try {
    await Promise.all(Array.from({ length: executor.threads }, () => playChunks(executor, next, ended, told)));
  } finally {
    await executor.close();
  }
}

async function playChunks(
  executor: Executor,
  chunks: Iterator<readonly Job[]>,
  ended: (job: Job, ending: Ending) => void,
  told: (job: Job, facts: readonly Fact[]) => void,
): Promise<void> {
  for (let next = chunks.next(); next.done !== true; next = chunks.next()) {
    const left = await executor.play(next.value, {
      started: () => {},
      facts: told,
      ended(endings) {
        for (const { job, ending } of endings) ended(job, ending);
      },
    });
    for (const job of left) ended(job, { kind: 'died', failure: LOST });
  }
}

const LOST = { code: 'WorkerDied', message: 'the thread of the backtest was lost', stack: null } as const;

function chunksOf(jobs: readonly Job[], size: number): readonly (readonly Job[])[] {
  return Array.from({ length: Math.ceil(jobs.length / size) }, (_, index) =>
    jobs.slice(index * size, (index + 1) * size),
  );
}

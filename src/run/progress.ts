import type { Job } from '../model/job.ts';
import type { WorkerState } from './events.ts';
import { playedBy, type RunState, type ThreadState } from './state.ts';

/** Activity of one thread. */
export interface ThreadProgress {
  /** Null while idle. */
  readonly job: Job | null;
  /** Share of the job, 0 to 1. */
  readonly share: number;
  /** Candles a second, lately; null until measured. */
  readonly candlesPerSecond: number | null;
}

/** States of workers in the order in which people look for them. */
export const WORKER_STATES = [
  'playing',
  'silent',
  'refused',
  'left',
] as const satisfies readonly WorkerState['state'][];

/** A worker and its pace. */
export interface WorkerProgress extends WorkerState {
  /** Candles a second on all of its threads, lately; null until measured, and for a worker that does not play. */
  readonly candlesPerSecond: number | null;
}

/** Progress of a run, in numbers to show. */
export interface RunProgress {
  readonly jobs: number;
  readonly waiting: number;
  readonly running: number;
  /** Done or failed; a cancelled job is played again when the run is resumed. */
  readonly finished: number;
  /** Share of all work, 0 to 1; running jobs count by their own share. */
  readonly share: number;
  readonly runsPerSecond: number | null;
  readonly candlesPerSecond: number | null;
  readonly secondsLeft: number | null;
  /** Average time of a job on a thread, lately; while none has ended, the time since the first began. */
  readonly secondsPerJob: number;
  readonly threads: readonly ThreadProgress[];
  /** Empty unless the run plays on several machines. */
  readonly workers: readonly WorkerProgress[];
}

/** Indexes of the threads that exist. Those of a worker that is gone stay in the list until another worker has them. */
export function livingThreads({ threads, workers }: Pick<RunProgress, 'threads' | 'workers'>): readonly number[] {
  const all = [...threads.keys()];
  if (workers.length === 0) return all;
  const playing = workers.filter(({ state }) => state === 'playing');
  return all.filter((index) =>
    playing.some(({ firstThread, threads: count }) => index >= firstThread && index < firstThread + count),
  );
}

/** Derives what people want to know from a run's state. */
export function progressOf(state: RunState): RunProgress {
  const { done, failed, cancelled } = state.counts;
  const jobs = state.run?.jobs.length ?? 0;
  const finished = done + failed;
  const running = state.threads.filter((thread) => thread.running !== null).length;
  const candlesPerSecond = perSecond(state, sumOf(state.threads.map(playedBy)), ({ candles }) => sumOf(candles));
  const threads = state.threads.map((thread, index) => ({
    job: thread.running?.job ?? null,
    share: shareOf(thread),
    candlesPerSecond: perSecond(state, playedBy(thread), ({ candles }) => candles[index] ?? 0),
  }));
  return {
    jobs,
    waiting: Math.max(0, jobs - finished - cancelled - running),
    running,
    finished,
    share: jobs === 0 ? 0 : Math.min(1, (finished + sumOf(state.threads.map(shareOf))) / jobs),
    runsPerSecond: perSecond(state, state.counts.played, (sample) => sample.jobs),
    candlesPerSecond,
    secondsLeft: secondsLeft(state, candlesPerSecond),
    secondsPerJob: secondsPerJob(state),
    threads,
    workers: state.workers.map((worker) => ({ ...worker, candlesPerSecond: paceOf(worker, threads) })),
  };
}

function paceOf(
  { state, firstThread, threads: count }: WorkerState,
  threads: readonly ThreadProgress[],
): number | null {
  if (state !== 'playing') return null;
  const paces = threads
    .slice(firstThread, firstThread + count)
    .flatMap(({ candlesPerSecond }) => candlesPerSecond ?? []);
  return paces.length === 0 ? null : sumOf(paces);
}

/** A job that has played every candle still has its outcome to come. */
const MOST_OF_A_RUNNING_JOB = 0.99;

function shareOf({ running }: ThreadState): number {
  if (running === null || running.totalMinutes === 0) return 0;
  return Math.min(MOST_OF_A_RUNNING_JOB, running.minutes / running.totalMinutes);
}

function perSecond(state: RunState, now: number, then: (sample: RunState['samples'][number]) => number): number | null {
  const oldest = state.samples[0];
  if (oldest === undefined || state.at <= oldest.at) return null;
  return ((now - then(oldest)) * 1000) / (state.at - oldest.at);
}

function secondsPerJob({ samples, at, counts, threads }: RunState): number {
  const oldest = samples[0];
  if (oldest === undefined) return 0;
  const ended = counts.played - oldest.jobs;
  return ((at - oldest.at) / 1000) * (threads.length / Math.max(threads.length, ended));
}

function secondsLeft(state: RunState, candlesPerSecond: number | null): number | null {
  if (candlesPerSecond === null || candlesPerSecond === 0) return null;
  const playing = sumOf(state.threads.map(({ running }) => running?.minutes ?? 0));
  return Math.max(0, state.minutesLeft - playing) / candlesPerSecond;
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

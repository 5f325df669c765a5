import { type Job, type JobId, plannedMinutes } from '../model/job.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Timestamp } from '../model/time.ts';
import type { JobProgress, RunDescription, RunEvent, WorkerState } from './events.ts';

/** A job on a thread and how far it is. */
interface RunningJob {
  readonly job: Job;
  readonly attempt: number;
  readonly startedAt: Timestamp;
  readonly minutes: number;
  readonly totalMinutes: number;
}

export interface ThreadState {
  /** Null while idle. */
  readonly running: RunningJob | null;
  /** Minutes of candles played in the jobs that left the thread. */
  readonly played: number;
}

/** Counts of jobs by their end. */
interface Counts {
  readonly done: number;
  readonly failed: number;
  readonly cancelled: number;
  /** Jobs among these whose outcome comes from the journal or the cache. */
  readonly replayed: number;
  /** Jobs among these that this run played to their end or failure. */
  readonly played: number;
}

/** Work done at a moment: two samples make a rate. */
interface Sample {
  readonly at: Timestamp;
  readonly jobs: number;
  /** Minutes of candles by thread. */
  readonly candles: readonly number[];
}

/** State of a run after any number of its events. */
export interface RunState {
  readonly phase: 'waiting' | 'running' | 'stopping' | 'finished';
  readonly run: RunDescription | null;
  /** Time of the last event. */
  readonly at: Timestamp;
  readonly counts: Counts;
  readonly threads: readonly ThreadState[];
  /** Workers of a run on several machines, as they were told last. */
  readonly workers: readonly WorkerState[];
  /** Minutes of candles in the jobs that have no outcome yet. */
  readonly minutesLeft: number;
  /** Samples of the last seconds, oldest first. */
  readonly samples: readonly Sample[];
}

const IDLE: ThreadState = { running: null, played: 0 };

/** The state before the first event. */
export const EMPTY_RUN: RunState = {
  phase: 'waiting',
  run: null,
  at: 0,
  counts: { done: 0, failed: 0, cancelled: 0, replayed: 0, played: 0 },
  threads: [],
  workers: [],
  minutesLeft: 0,
  samples: [],
};

/** The state after one more event. Any order of events is folded; jobs of different threads do not disturb one another. */
export function foldEvent(state: RunState, event: RunEvent): RunState {
  return sampled({ ...applied(state, event), at: event.at });
}

function applied(state: RunState, event: RunEvent): RunState {
  switch (event.type) {
    case 'run-started':
      return started(event.run);
    case 'job-started':
      return withThread(state, event.thread, (thread) => ({
        running: {
          job: event.job,
          attempt: event.attempt,
          startedAt: event.at,
          minutes: 0,
          totalMinutes: plannedMinutes(event.job),
        },
        played: playedBy(thread),
      }));
    case 'progress':
      return event.jobs.reduce(progressed, state);
    case 'workers':
      return { ...state, workers: event.workers };
    case 'job-retried':
      return released(state, event.jobId, 0);
    case 'job-finished':
      return finished(state, event.job, event.outcome, event.replayed);
    case 'run-stopping':
      return { ...state, phase: 'stopping' };
    case 'run-finished':
      return { ...state, phase: 'finished' };
    case 'job-facts':
    case 'warning':
      return state;
  }
}

function started(run: RunDescription): RunState {
  return {
    ...EMPTY_RUN,
    phase: 'running',
    run,
    threads: Array.from({ length: run.threads }, () => IDLE),
    minutesLeft: run.minutes,
  };
}

function progressed(state: RunState, progress: JobProgress): RunState {
  const running = state.threads[progress.thread]?.running ?? null;
  // Counters are read from shared memory a little late: they may speak of the thread's previous job.
  if (running === null || running.job.id !== progress.jobId) return state;
  const { minutes, totalMinutes } = progress;
  return withThread(state, progress.thread, (thread) => ({
    ...thread,
    running: { ...running, minutes, totalMinutes },
  }));
}

function finished(state: RunState, job: Job, outcome: Outcome, replayed: boolean): RunState {
  const after = released(state, job.id, outcome.status === 'done' ? outcome.result.candles : 0);
  return {
    ...after,
    counts: counted(state.counts, outcome.status, replayed),
    minutesLeft: Math.max(0, state.minutesLeft - plannedMinutes(job)),
  };
}

function counted(counts: Counts, status: Outcome['status'], replayed: boolean): Counts {
  const ended = { ...counts, [status]: counts[status] + 1 };
  if (replayed) return { ...ended, replayed: counts.replayed + 1 };
  return status === 'cancelled' ? ended : { ...ended, played: counts.played + 1 };
}

/** The job's thread is idle again, with at least `minutes` played for it. */
function released(state: RunState, jobId: JobId, minutes: number): RunState {
  const thread = state.threads.findIndex(({ running }) => running?.job.id === jobId);
  if (thread === -1) return state;
  return withThread(state, thread, (before) => ({
    running: null,
    played: Math.max(playedBy(before), before.played + minutes),
  }));
}

function withThread(state: RunState, index: number, change: (thread: ThreadState) => ThreadState): RunState {
  const threads = [...state.threads];
  while (threads.length <= index) threads.push(IDLE);
  threads[index] = change(threads[index]);
  return { ...state, threads };
}

/** Minutes of candles a thread has played so far. */
export function playedBy(thread: ThreadState): number {
  return thread.played + (thread.running?.minutes ?? 0);
}

const SAMPLE_EVERY_MS = 250;
/** Rates look back this far: long enough to be calm, short enough to follow a change of pace. */
const WINDOW_MS = 10_000;

function sampled(state: RunState): RunState {
  const last = state.samples.at(-1);
  // Nothing is measured before the first job starts, else a slow start of the threads would look like slow jobs.
  if (last === undefined && state.threads.every(({ running }) => running === null)) return state;
  if (last !== undefined && state.at - last.at < SAMPLE_EVERY_MS) return state;
  const sample = { at: state.at, jobs: state.counts.played, candles: state.threads.map(playedBy) };
  return { ...state, samples: [...state.samples.filter(({ at }) => at >= state.at - WINDOW_MS), sample] };
}

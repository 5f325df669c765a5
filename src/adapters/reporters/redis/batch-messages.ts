import type { Job, JobId } from '../../../model/job.ts';
import type { Outcome } from '../../../model/outcome.ts';
import { type RunDescription, type RunEvent, sessionIdOf } from '../../../run/events.ts';
import { progressOf } from '../../../run/progress.ts';
import type { Report } from '../../../run/report.ts';
import type { RunState } from '../../../run/state.ts';
import type { Message, Rank } from './message.ts';
import type { BatchPayloads, BatchProgress, JobDescription, JobFinished } from './payloads.ts';
import { valueBytes } from './value-bytes.ts';

type Started = Extract<RunEvent, { type: 'job-started' }>;
type Retried = Extract<RunEvent, { type: 'job-retried' }>;
type Finished = Extract<RunEvent, { type: 'job-finished' }>;

/** Estimated memory of a message. */
const BYTES = 1_000;

/** The messages of a whole run; their id is the run's. */
export class BatchMessages {
  readonly run: RunDescription;

  constructor(run: RunDescription) {
    this.run = run;
  }

  started(): Message {
    const { id, command, startedAt, threads, jobs } = this.run;
    return this.#message('started', 'outcome', () => {
      return { run_id: id, command, started_at: startedAt, threads, jobs: jobs.length };
    });
  }

  jobStarted({ job, thread, attempt }: Started): Message {
    return this.#message('job_started', 'outcome', () => ({ ...this.#jobPayload(job), thread, attempt }));
  }

  jobRetried({ jobId, reason }: Retried): Message {
    return this.#message('job_retried', 'outcome', () => ({ ...this.#names(jobId), reason }), valueBytes(reason));
  }

  jobFinished({ job, outcome, attempts, replayed }: Finished): Message {
    const { status, seconds } = outcome;
    const compose = () => {
      return { ...this.#jobPayload(job), status, cached: replayed, seconds, attempts, ...outcomePayload(outcome) };
    };
    return this.#message(
      'job_finished',
      'outcome',
      compose,
      outcome.status === 'failed' ? valueBytes(outcome.failure) : 0,
    );
  }

  progress(state: RunState): Message {
    return this.#message('progress', 'progress', () => progressPayload(state));
  }

  warning(message: string): Message {
    return this.#message('warning', 'log', () => ({ message }), valueBytes(message));
  }

  stopping(): Message {
    return this.#message('stopping', 'outcome', () => ({}));
  }

  finished({ run, totals }: Pick<Report, 'run' | 'totals'>): Message {
    return this.#message('finished', 'end', () => ({
      run_id: run.id,
      started: run.started,
      finished: run.finished,
      totals,
    }));
  }

  #names(jobId: JobId): Pick<JobDescription, 'session_id' | 'job_id'> {
    return { session_id: sessionIdOf(this.run, jobId), job_id: jobId };
  }

  #jobPayload(job: Job): JobDescription {
    const { routes, dataRoutes, parameters, from, to } = job;
    return {
      ...this.#names(job.id),
      exchange: job.exchange.name,
      routes,
      data_routes: dataRoutes,
      parameters,
      starting_time: from,
      finishing_time: to,
    };
  }

  #message<Name extends keyof BatchPayloads>(
    name: Name,
    rank: Rank,
    compose: () => BatchPayloads[Name],
    extraBytes = 0,
  ): Message {
    return { id: this.run.id, event: `batch.${name}`, rank, bytes: BYTES + extraBytes, compressed: false, compose };
  }
}

function outcomePayload(outcome: Outcome): Pick<JobFinished, 'hash' | 'metrics' | 'trades' | 'error'> {
  const nothing = { hash: null, metrics: null, trades: 0, error: null };
  switch (outcome.status) {
    case 'done': {
      const { hash, metrics, trades } = outcome.result;
      return { ...nothing, hash, metrics, trades };
    }
    case 'failed':
      return { ...nothing, error: outcome.failure };
    case 'cancelled':
      return nothing;
  }
}

function progressPayload(state: RunState): BatchProgress {
  const { jobs, waiting, running, runsPerSecond, candlesPerSecond, secondsLeft, share } = progressOf(state);
  const { done, failed, cancelled, replayed } = state.counts;
  return {
    current: Math.floor(share * 1000) / 10,
    jobs,
    waiting,
    running,
    done,
    failed,
    cancelled,
    cached: replayed,
    runs_per_second: runsPerSecond,
    candles_per_second: candlesPerSecond,
    estimated_remaining_seconds: secondsLeft,
  };
}

import type { JobId } from '../../../model/job.ts';
import type { Timestamp } from '../../../model/time.ts';
import type { JobProgress, RunEvent } from '../../../run/events.ts';
import { EMPTY_RUN, foldEvent, type RunState } from '../../../run/state.ts';
import { BatchMessages } from './batch-messages.ts';
import type { Message } from './message.ts';
import { type Finished, SessionMessages } from './session-messages.ts';

/** Jesse's interval between progress messages of a backtest. */
const PROGRESS_EVERY_MS = 500;

interface Session {
  readonly messages: SessionMessages;
  readonly startedAt: Timestamp;
  readonly toldAt: Timestamp | null;
}

type Progress = Extract<RunEvent, { type: 'progress' }>;

/** Turns the events of a run into messages. */
export class Translator {
  readonly #tellsTrades: boolean;
  readonly #sessions = new Map<JobId, Session>();
  #batch: BatchMessages | null = null;
  #batchToldAt: Timestamp | null = null;
  #state: RunState = EMPTY_RUN;

  /** `tellsTrades` is false where the trades of backtests are left out. */
  constructor(tellsTrades: boolean) {
    this.#tellsTrades = tellsTrades;
  }

  translate(event: RunEvent): Message[] {
    this.#state = foldEvent(this.#state, event);
    if (event.type === 'run-started') this.#batch = new BatchMessages(event.run);
    return this.#batch === null ? [] : this.#messagesOf(event, this.#batch);
  }

  #messagesOf(event: RunEvent, batch: BatchMessages): Message[] {
    switch (event.type) {
      case 'run-started':
        return [batch.started()];
      case 'job-started': {
        const messages = new SessionMessages(batch.run, event.job, this.#tellsTrades);
        this.#sessions.set(event.job.id, { messages, startedAt: event.at, toldAt: null });
        return [batch.jobStarted(event), ...messages.started()];
      }
      case 'job-facts': {
        const session = this.#sessions.get(event.jobId);
        if (session === undefined) return [];
        return event.facts.flatMap((fact) => (fact.kind === 'plotted' ? [] : [session.messages.line(fact)]));
      }
      case 'progress':
        return this.#progress(event, batch);
      case 'job-retried':
        return [batch.jobRetried(event)];
      case 'job-finished':
        return [...this.#finished(event, batch), batch.jobFinished(event)];
      case 'workers':
        return [];
      case 'warning':
        return [batch.warning(event.message)];
      case 'run-stopping':
        return [batch.stopping()];
      case 'run-finished':
        return [batch.finished(event.report)];
    }
  }

  #progress({ at, jobs }: Progress, batch: BatchMessages): Message[] {
    const sessions = jobs.flatMap((job) => this.#sessionProgress(job, at));
    if (!isDue(this.#batchToldAt, at)) return sessions;
    this.#batchToldAt = at;
    return [...sessions, batch.progress(this.#state)];
  }

  #sessionProgress({ jobId, minutes, totalMinutes }: JobProgress, at: Timestamp): Message[] {
    const session = this.#sessions.get(jobId);
    if (session === undefined || !isDue(session.toldAt, at)) return [];
    this.#sessions.set(jobId, { ...session, toldAt: at });
    const share = totalMinutes === 0 ? 0 : minutes / totalMinutes;
    const secondsLeft = share === 0 ? 0 : ((at - session.startedAt) * (1 - share)) / share / 1000;
    return [session.messages.progress(share, secondsLeft)];
  }

  /** A replayed job has no session yet; listeners still get a complete one. */
  #finished(event: Finished, batch: BatchMessages): Message[] {
    const { job } = event;
    const session = this.#sessions.get(job.id);
    this.#sessions.delete(job.id);
    if (session !== undefined) return session.messages.finished(event);
    const messages = new SessionMessages(batch.run, job, this.#tellsTrades);
    return [...messages.started(), ...messages.finished(event)];
  }
}

function isDue(toldAt: Timestamp | null, at: Timestamp): boolean {
  return toldAt === null || at - toldAt >= PROGRESS_EVERY_MS;
}

import type { RowOf } from '../run/coordinator/report-of.ts';
import type { RunEvent } from '../run/events.ts';
import type { Reporter } from '../run/ports.ts';
import { progressOf } from '../run/progress.ts';
import { EMPTY_RUN, foldEvent, type RunState } from '../run/state.ts';
import { EventQueue } from './event-queue.ts';
import type { BatchEvent } from './events.ts';

/** Hears a run and tells its readers, who come and go. */
export class EventSource implements Reporter {
  readonly #queues = new Set<EventQueue>();
  readonly #early: BatchEvent[] = [];
  #state: RunState = EMPTY_RUN;
  #rowOf: RowOf | null = null;
  #isOver = false;

  /** Without a reader nobody asks for trades. */
  get readsTrades(): boolean {
    return this.#queues.size > 0;
  }

  /** A reader; the first one also gets what was told before it came. */
  open(): EventQueue {
    const queue = new EventQueue((left) => this.#queues.delete(left));
    for (const event of this.#early.splice(0)) queue.push(event);
    if (this.#isOver) queue.end();
    else this.#queues.add(queue);
    return queue;
  }

  /** The rows of jobs are made by this from now on. */
  makeRowsBy(rowOf: RowOf): void {
    this.#rowOf = rowOf;
  }

  warn(message: string, at: number): void {
    this.#tell({ type: 'warning', at, message });
  }

  on(event: RunEvent): void {
    this.#state = foldEvent(this.#state, event);
    const told = this.#toldOf(event);
    if (told !== null) this.#tell(told);
  }

  async close(): Promise<void> {
    this.#isOver = true;
    for (const queue of this.#queues) queue.end();
    this.#queues.clear();
  }

  #tell(event: BatchEvent): void {
    if (this.#queues.size === 0 && event.type === 'warning') this.#early.push(event);
    for (const queue of this.#queues) queue.push(event);
  }

  #toldOf(event: RunEvent): BatchEvent | null {
    const { at } = event;
    switch (event.type) {
      case 'run-started': {
        const { id, folder, jobs, threads } = event.run;
        return { type: 'run-started', at, run: id, folder, jobs: jobs.length, threads };
      }
      case 'progress': {
        const { share, secondsLeft } = progressOf(this.#state);
        const { done, failed } = this.#state.counts;
        return { type: 'progress', at, share, done, failed, secondsLeft };
      }
      case 'job-finished': {
        const { job, outcome, attempts, trades, orders = () => [] } = event;
        const entry = outcome.status === 'cancelled' ? null : { outcome, attempts, impurities: [] };
        return this.#rowOf === null ? null : { type: 'job-finished', at, row: this.#rowOf(job, entry), trades, orders };
      }
      case 'workers':
        return null;
      case 'job-started':
      case 'job-facts':
      case 'job-retried':
      case 'warning':
      case 'run-stopping':
      case 'run-finished':
        return event;
    }
  }
}

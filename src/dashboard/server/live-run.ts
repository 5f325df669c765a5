import type { RowOf } from '../../run/coordinator/report-of.ts';
import type { RunEvent } from '../../run/events.ts';
import type { Clock, Reporter } from '../../run/ports.ts';
import {
  EMPTY_VIEW,
  foldView,
  type RunView,
  type ServerMessage,
  type WireEvent,
  wireEventOf,
  wireViewOf,
} from '../wire.ts';

/** Ten messages a second are smooth to the eye. */
const FLUSH_MS = 100;
/** Bytes that may wait for a client. Above, it gets no events until they are gone, and then the whole view. */
const MOST_WAITING = 4 * 2 ** 20;
/** Facts of jobs that may wait for the next flush; a strategy can log a million lines a second. */
const MOST_FACTS = 500;

/** A client that follows a run. */
export interface Follower {
  /** Bytes that were sent and have not left. */
  readonly waiting: number;
  send(text: string): void;
}

/** The run of this process, as pages follow it. Text is made once for all followers. */
export class LiveRun implements Reporter {
  #view: RunView = EMPTY_VIEW;
  #pending: WireEvent[] = [];
  #facts = 0;
  #viewText: string | null = null;
  /** Followers, and whether each has to get the whole view again. */
  readonly #followers = new Map<Follower, { isBehind: boolean }>();
  readonly #rowOf: RowOf;
  readonly #stop: () => void;

  constructor(clock: Clock, rowOf: RowOf) {
    this.#rowOf = rowOf;
    this.#stop = clock.every(FLUSH_MS, () => this.#flush());
  }

  get view(): RunView {
    return this.#view;
  }

  /** Id of the run; empty before it has begun. */
  get id(): string {
    return this.#view.state.run?.id ?? '';
  }

  on(event: RunEvent): void {
    const wire = wireEventOf(event, this.#rowOf);
    this.#view = foldView(this.#view, wire);
    this.#viewText = null;
    if (this.#followers.size === 0) return;
    this.#add(wire);
    if (wire.type === 'run-finished') this.#flush();
  }

  /** Sends the whole view now, and events from then on. The returned function ends it. */
  follow(follower: Follower): () => void {
    this.#flush();
    follower.send(this.#textOfView());
    this.#followers.set(follower, { isBehind: false });
    return () => this.#followers.delete(follower);
  }

  async close(): Promise<void> {
    this.#stop();
    this.#flush();
  }

  /** Keeps the newest progress alone, and no more facts than a reader could see. */
  #add(event: WireEvent): void {
    if (event.type === 'progress' && this.#pending.at(-1)?.type === 'progress') this.#pending.pop();
    if (event.type === 'job-facts') {
      this.#facts += event.facts.length;
      if (this.#facts > MOST_FACTS) return;
    }
    this.#pending.push(event);
  }

  #flush(): void {
    const events = this.#pending;
    this.#pending = [];
    this.#facts = 0;
    const isHeard = events.length > 0 && this.#followers.size > 0;
    const text = isHeard ? textOf({ kind: 'events', run: this.id, events }) : null;
    for (const [follower, state] of this.#followers) {
      if (follower.waiting > MOST_WAITING) {
        state.isBehind = true;
      } else if (state.isBehind) {
        state.isBehind = false;
        follower.send(this.#textOfView());
      } else if (text !== null) {
        follower.send(text);
      }
    }
  }

  #textOfView(): string {
    this.#viewText ??= textOf({ kind: 'view', run: this.id, view: wireViewOf(this.#view) });
    return this.#viewText;
  }
}

function textOf(message: ServerMessage): string {
  return JSON.stringify(message);
}

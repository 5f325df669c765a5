import type { Clock } from '../../run/ports.ts';
import { foldView, freshView, type RunView, type ServerMessage, type WireEvent } from '../wire.ts';
import { frameOf, ViewFrames } from './frames.ts';
import { PendingEvents } from './pending-events.ts';

/** Ten messages a second are smooth to the eye. */
const FLUSH_MS = 100;
/** Clients that get them all; of twice as many, each gets every second one, which is larger. */
const FOLLOWERS_A_FLUSH = 20;
/** Bytes that may wait for a client. Above, it gets no events until they are gone, and then the whole view. */
const MOST_WAITING = 4 * 2 ** 20;

/** A client that follows a run. */
export interface Follower {
  /** Bytes that were sent and have not left. */
  readonly waiting: number;
  send(frame: Uint8Array): void;
}

/** The clients that follow one run. Each frame is made once for all of them. */
export class Audience {
  #view = freshView();
  readonly #pending = new PendingEvents();
  readonly #frames = new ViewFrames();
  /** Followers, and whether each has to get the whole view again. */
  readonly #followers = new Map<Follower, { isBehind: boolean }>();
  readonly #stop: () => void;
  #rings = 0;
  /** Message about what the view comes from, for those who come later; null for none. */
  #notice: Uint8Array | null = null;

  constructor(clock: Clock) {
    this.#stop = clock.every(FLUSH_MS, () => this.#ring());
  }

  get view(): RunView {
    return this.#view;
  }

  get size(): number {
    return this.#followers.size;
  }

  /** Id of the run; empty before it has begun. */
  get id(): string {
    return this.#view.state.run?.id ?? '';
  }

  /** The next event of the run. */
  hear(event: WireEvent): void {
    this.#view = foldView(this.#view, event);
    if (this.#followers.size === 0) return;
    this.#pending.add(event);
    if (event.type === 'run-finished') this.#flush();
  }

  /** Another view in place of all that was heard. */
  replace(view: RunView): void {
    this.#view = view;
    this.#pending.take();
    for (const state of this.#followers.values()) state.isBehind = true;
    this.#flush();
  }

  /** Tells all clients, and those who come later, where the view comes from. */
  tell(message: ServerMessage & { readonly kind: 'source' }): void {
    this.#notice = frameOf(message);
    for (const follower of this.#followers.keys()) follower.send(this.#notice);
  }

  /** Sends the whole view now, and events from then on. The returned function ends it. */
  follow(follower: Follower): () => void {
    this.#flush();
    this.#sendView(follower);
    if (this.#notice !== null) follower.send(this.#notice);
    this.#followers.set(follower, { isBehind: false });
    return () => this.#followers.delete(follower);
  }

  close(): void {
    this.#stop();
    this.#flush();
  }

  #ring(): void {
    this.#rings += 1;
    if (this.#rings % Math.ceil(this.#followers.size / FOLLOWERS_A_FLUSH) === 0) this.#flush();
  }

  #flush(): void {
    if (this.#followers.size === 0) return;
    const events = this.#pending.take();
    const frame = events.length === 0 ? null : frameOf({ kind: 'events', run: this.id, events });
    for (const [follower, state] of this.#followers) {
      if (follower.waiting > MOST_WAITING) {
        state.isBehind = true;
      } else if (state.isBehind) {
        state.isBehind = false;
        this.#sendView(follower);
      } else if (frame !== null) {
        follower.send(frame);
      }
    }
  }

  #sendView(follower: Follower): void {
    for (const frame of this.#frames.of(this.id, this.#view)) follower.send(frame);
  }
}

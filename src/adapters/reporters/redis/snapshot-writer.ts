import type { WireEvent } from '../../../dashboard/wire.ts';
import type { RunKeys } from '../../redis/mirror.ts';
import type { RedisSettings } from '../../redis/settings.ts';
import { RedisLink } from './connection.ts';
import { RunSnapshot } from './run-snapshot.ts';

/** Ten messages a second are smooth to the eye. */
const EVENTS_MS = 100;
/** Messages between two snapshots: a page that comes later reads a snapshot and the messages behind it. */
const TICKS_A_SNAPSHOT = 10;
/** Pause after a write that was lost or refused. */
const TICKS_AFTER_A_FAULT = 30;

interface SnapshotWriterParts {
  readonly settings: RedisSettings;
  /** Time of the start, by which the events of a run that goes on come behind those before. */
  readonly start: number;
  /** Redis refuses what it is told. */
  readonly refused: (reason: string) => void;
  /** Called when there may be nothing left to wait for. */
  readonly settled: () => void;
}

/** Keeps the snapshot of a run in Redis over a connection of its own, with one write in flight, and anew after a loss. */
export class SnapshotWriter {
  readonly #snapshot: RunSnapshot;
  readonly #link: RedisLink;
  readonly #settled: () => void;
  readonly #timer: NodeJS.Timeout;
  #ticks = 0;
  #nextSnapshot = 0;
  #resumesAt = 0;
  #mustWriteAll = true;
  #isWriting = false;
  #isDown = false;
  #isDone = false;

  constructor({ settings, start, refused, settled }: SnapshotWriterParts) {
    this.#snapshot = new RunSnapshot(settings.prefix, start);
    this.#settled = settled;
    this.#link = new RedisLink(settings, {
      up: () => this.#meet(),
      down: () => this.#miss(),
      refused,
    });
    this.#timer = setInterval(() => this.#tick(), EVENTS_MS).unref();
  }

  /** True when the end of the run is written, or cannot be. */
  get isSettled(): boolean {
    return !this.#snapshot.isOver || this.#isDone || this.#isDown || this.#ticks < this.#resumesAt;
  }

  hear(event: WireEvent): void {
    this.#snapshot.hear(event);
  }

  /** Writes the end of the run, as far as Redis takes it; `settled` tells when. */
  finish(): void {
    this.#link.lastAttempt();
    void this.#write();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#link.close();
  }

  #meet(): void {
    this.#isDown = false;
    void this.#write();
  }

  #miss(): void {
    this.#isDown = true;
    this.#settled();
  }

  #tick(): void {
    this.#ticks += 1;
    void this.#write();
  }

  async #write(): Promise<void> {
    const { keys } = this.#snapshot;
    if (keys === null || this.#isDone || this.#isWriting) return;
    if (!this.#link.ready || this.#ticks < this.#resumesAt) return this.#drop();
    this.#isWriting = true;
    const isWritten = await (this.#mustWriteAll ? this.#writeAll(keys) : this.#writeChanges(keys));
    this.#isWriting = false;
    if (!isWritten) {
      this.#resumesAt = this.#ticks + TICKS_AFTER_A_FAULT;
      this.#drop();
    } else if (this.#snapshot.isOver && !this.#isDone) {
      return this.#write();
    }
    this.#settled();
  }

  /** Leaves the changes to the next whole snapshot, so that nothing piles up. */
  #drop(): void {
    this.#snapshot.drop();
    this.#mustWriteAll = true;
  }

  async #writeAll(keys: RunKeys): Promise<boolean> {
    let isOver = false;
    for (const group of this.#snapshot.whole(keys)) {
      isOver = this.#snapshot.isOver;
      if ((await this.#link.execute(group)) === null) return false;
    }
    this.#mustWriteAll = false;
    this.#nextSnapshot = this.#ticks + TICKS_A_SNAPSHOT;
    this.#isDone = isOver;
    return true;
  }

  async #writeChanges(keys: RunKeys): Promise<boolean> {
    const { isOver } = this.#snapshot;
    const events = this.#snapshot.events(keys);
    if (this.#ticks < this.#nextSnapshot && !isOver)
      return events.length === 0 || (await this.#link.execute(events)) !== null;
    this.#nextSnapshot = this.#ticks + TICKS_A_SNAPSHOT;
    const answers = await this.#link.execute([['EXISTS', keys.hash], ...events, ...this.#snapshot.changes(keys)]);
    // Somebody emptied Redis, or it had no room for the run.
    this.#mustWriteAll = answers?.[0] === 0;
    this.#isDone = isOver && answers !== null && !this.#mustWriteAll;
    return answers !== null;
  }
}

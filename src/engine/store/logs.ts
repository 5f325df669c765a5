import type { LogLevel } from '../../model/logging.ts';
import type { Timestamp } from '../../model/time.ts';

export interface LogEntry {
  readonly timestamp: Timestamp;
  readonly message: string;
}

/** At least this many of the newest entries stay, of each kind, unless they are long. */
const MOST_ENTRIES = 10_000;
/** Characters of the entries of a kind; beyond, the older half goes. 10,000 lines of 100 kB would fill a worker. */
const MOST_CHARACTERS = 16 * 2 ** 20;

/** The logs of a session, told or not: what is told changes no result. */
export class LogsState {
  /** Lines of every level below `error`. */
  readonly info: LogEntry[] = [];
  readonly errors: LogEntry[] = [];
  readonly #characters = { info: 0, errors: 0 };

  add(level: LogLevel, timestamp: Timestamp, message: string): void {
    const kind = level === 'error' ? 'errors' : 'info';
    const entries = this[kind];
    entries.push({ timestamp, message });
    this.#characters[kind] += message.length;
    if (entries.length > MOST_ENTRIES * 2) this.#drop(kind, entries.length - MOST_ENTRIES);
    else if (this.#characters[kind] > MOST_CHARACTERS) this.#drop(kind, Math.ceil(entries.length / 2));
  }

  #drop(kind: 'info' | 'errors', count: number): void {
    for (const { message } of this[kind].splice(0, count)) this.#characters[kind] -= message.length;
  }
}

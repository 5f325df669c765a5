import type { Timestamp } from '../../model/time.ts';

export interface LogEntry {
  readonly timestamp: Timestamp;
  readonly message: string;
}

/** At least this many of the newest entries stay, of each kind. */
const MOST_ENTRIES = 10_000;

/** The logs of a session. */
export class LogsState {
  readonly info: LogEntry[] = [];
  readonly errors: LogEntry[] = [];

  add(level: 'info' | 'error', timestamp: Timestamp, message: string): void {
    const entries = level === 'info' ? this.info : this.errors;
    entries.push({ timestamp, message });
    if (entries.length > MOST_ENTRIES * 2) entries.splice(0, entries.length - MOST_ENTRIES);
  }
}

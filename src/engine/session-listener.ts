import type { Timestamp } from '../model/time.ts';

/** Hears a session. */
export interface SessionListener {
  /** Called between days of simulated time with the minutes played so far, over all markets; true ends the session. */
  day(minutesPlayed: number): boolean;
  log(level: 'info' | 'error', time: Timestamp, message: string): void;
  publish(time: Timestamp, event: string, value: unknown): void;
  /** Hears what becomes of every order, in words; null when nobody wants to know. */
  readonly trace: ((time: Timestamp, message: string) => void) | null;
}

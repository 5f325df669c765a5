import type { Timestamp } from '../model/time.ts';

/** Hears a session. */
export interface SessionListener {
  /** Called between simulated days with the candles played so far, over all markets. Returning true ends the session. */
  day(minutesPlayed: number): boolean;
  log(level: 'info' | 'error', time: Timestamp, message: string): void;
  publish(time: Timestamp, event: string, value: unknown): void;
  /** Hears the points of lines that the strategy plots; left out when nobody draws them. */
  readonly plot?: (time: Timestamp, name: string, value: number) => void;
  /** Hears the fate of every order, in words; null when nobody listens. */
  readonly trace: ((time: Timestamp, message: string) => void) | null;
}

import type { EngineStep, LogLevel } from '../model/logging.ts';
import type { Timestamp } from '../model/time.ts';

/** Hears a session. */
export interface SessionListener {
  /** Called between simulated days with the candles played so far, over all markets. Returning true ends the session. */
  day(minutesPlayed: number): boolean;
  log(level: LogLevel, time: Timestamp, message: string): void;
  publish(time: Timestamp, event: string, value: unknown, compressed: boolean): void;
  /** Hears the points of lines that the strategy plots; left out when nobody draws them. */
  readonly plot?: (time: Timestamp, name: string, value: number) => void;
  /** Null when nobody listens. */
  readonly trace: TraceListener | null;
}

/** Hears steps of the engine, in words. */
export interface TraceListener {
  /** Steps that are told; the others are not even put into words. */
  readonly steps: ReadonlySet<EngineStep>;
  tell(time: Timestamp, step: EngineStep, symbol: string, message: string): void;
}

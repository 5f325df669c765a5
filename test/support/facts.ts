import type { LogFact, PublishedFact, TraceFact } from '../../src/run/events.ts';
import { FIRST_DAY } from './scripted-run.ts';

export function logged(message: string, change: Partial<LogFact> = {}): LogFact {
  return { kind: 'log', id: 1, level: 'info', time: FIRST_DAY, message, ...change };
}

export function traced(message: string, change: Partial<TraceFact> = {}): TraceFact {
  return { kind: 'trace', id: 1, step: 'order_submission', symbol: 'FIL-USDT', time: FIRST_DAY, message, ...change };
}

export function published(value: unknown, change: Partial<PublishedFact> = {}): PublishedFact {
  return { kind: 'published', id: 1, time: FIRST_DAY, event: 'signal', value, compressed: false, ...change };
}

import type { Redis } from 'ioredis';
import {
  applyMessage,
  EMPTY_VIEW,
  type LogLine,
  type RunView,
  type WireEvent,
  type WireView,
} from '../../dashboard/wire.ts';
import type { JobReport } from '../../run/report.ts';
import { EVENTS_FIELD, FIELDS, FORMAT, isRowField, type RunKeys } from '../redis/mirror.ts';

/** A run as it was at an event. */
export interface Snapshot {
  readonly view: RunView;
  /** Id of the last event that the view counts. */
  readonly last: string;
}

/** Reads the snapshot of a run; null for none. Throws for what no jbt wrote. */
export async function readSnapshot(redis: Redis, keys: RunKeys): Promise<Snapshot | null> {
  const fields = await redis.hgetall(keys.hash);
  const { [FIELDS.last]: last, [FIELDS.view]: view, [FIELDS.logs]: logs, [FIELDS.format]: format } = fields;
  if (last === undefined || view === undefined || format !== FORMAT) return null;
  const wire = JSON.parse(view) as WireView;
  const message = { kind: 'view', run: wire.state.run?.id ?? '', view: wire } as const;
  return {
    view: { ...applyMessage(EMPTY_VIEW, message), rows: rowsIn(fields), logs: await readLogs(redis, keys, logs, last) },
    last,
  };
}

function rowsIn(fields: Readonly<Record<string, string>>): readonly JobReport[] {
  const names = Object.keys(fields).filter(isRowField).sort();
  return names.map((name) => JSON.parse(fields[name]) as JobReport);
}

/** The lines of the snapshot, and those of the events behind it. */
async function readLogs(redis: Redis, keys: RunKeys, text: string | undefined, last: string): Promise<LogLine[]> {
  if (text === undefined) return [];
  const written = JSON.parse(text) as { readonly last: string; readonly lines: readonly LogLine[] };
  const entries = await redis.xrange(keys.events, `(${written.last}`, last);
  const behind = entries.flatMap(([, fields]) => eventsIn(fields));
  return [...written.lines, ...behind.flatMap((event) => (event.type === 'job-facts' ? event.lines : []))];
}

/** Events of an entry of the stream. */
export function eventsIn(fields: readonly string[]): readonly WireEvent[] {
  const text = fields[fields.indexOf(EVENTS_FIELD) + 1];
  return text === undefined ? [] : (JSON.parse(text) as readonly WireEvent[]);
}

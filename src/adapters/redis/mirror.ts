import * as z from 'zod';

/**
 * The state of a run in Redis, for those who come later. The hash has the fields below, and one for each row; the stream has
 * the events behind it, a few times a second, under ids `<start>-<number>` whose numbers leave none out.
 */
export interface RunKeys {
  readonly hash: string;
  readonly events: string;
  /** Is there while the process that plays the run is. */
  readonly alive: string;
}

/** Fields of the hash of a run. A hash without `last` is not whole yet. */
export const FIELDS = {
  format: 'format',
  /** RunOverview as JSON. */
  overview: 'overview',
  /** WireView as JSON, without rows and log lines. */
  view: 'view',
  /** Log lines up to an event, as JSON; those behind are in the stream. */
  logs: 'logs',
  /** Id of the last event that the view and the rows count. */
  last: 'last',
} as const;

/** Number of the format, which changes with the meaning of a field. */
export const FORMAT = '1';
/** Field of an event of the stream: WireEvents as JSON. */
export const EVENTS_FIELD = 'events';
const ROW = 'row:';

export function rowField(jobId: string): string {
  return ROW + jobId;
}

export function isRowField(field: string): boolean {
  return field.startsWith(ROW);
}

export function keysOf(prefix: string, run: string): RunKeys {
  const hash = `${prefix}run:${run}`;
  return { hash, events: `${hash}:events`, alive: `${hash}:alive` };
}

/** Sorted set of the ids of runs by their start. */
export function indexKey(prefix: string): string {
  return `${prefix}runs`;
}

/** Channel of requests to cancel. */
export function controlChannel(prefix: string): string {
  return `${prefix}control`;
}

/** A run as a list of runs shows it. */
export const runOverview = z.object({
  id: z.string(),
  command: z.string(),
  started: z.string(),
  jobs: z.number(),
  done: z.number(),
  failed: z.number(),
  state: z.enum(['finished', 'interrupted', 'running']),
  /** Name of the machine that plays the run, and the folder there. */
  host: z.string(),
  folder: z.string(),
});

export type RunOverview = Readonly<z.infer<typeof runOverview>>;

/** Request on the control channel: to cancel a run, or one backtest of it. */
export const controlRequest = z.object({ run: z.string(), job: z.string().optional(), token: z.string() });

export type ControlRequest = Readonly<z.infer<typeof controlRequest>>;

import { deflateRawSync, inflateRawSync } from 'node:zlib';
import * as z from 'zod';
import type { Metrics } from '../../model/metrics.ts';
import type { FinalOutcome, Result } from '../../model/outcome.ts';
import type { JournalEntry } from '../../run/ports.ts';
import { checksumOf } from './checksum.ts';
import type { EquityPlace } from './equity-file.ts';

/** JSON has no such numbers, but the report of a resumed run must equal that of an undisturbed one. */
const SPELLED: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
  '-0': -0,
};

type Done = Extract<FinalOutcome, { status: 'done' }>;
type StoredDone = Omit<Done, 'result'> & {
  readonly result: Omit<Result, 'metrics' | 'equity'> & {
    readonly metrics: Readonly<Record<string, number | string>>;
    readonly equity: EquityPlace;
  };
};

/** An entry as it is stored: the equity of a done backtest is in a file of its own. */
export type StoredEntry = Omit<JournalEntry, 'outcome'> & {
  readonly outcome: Exclude<FinalOutcome, Done> | StoredDone;
};

/** Stands for a metric that one of several backtests does not have. */
const ABSENT = '';

/** Level 1 takes 15 us a backtest and leaves a tenth; level 6 leaves a twelfth. */
const DEFLATED = { level: 1 };

const storedLine = z.union([z.object({ packed: z.string() }), z.object({ outcome: z.object({ jobId: z.string() }) })]);

/** Entries whose metrics are lists, and the names of the metrics: half as long, and read twice as fast. */
interface NamedEntries {
  readonly names: readonly string[];
  readonly entries: readonly { readonly entry: StoredEntry; readonly values: readonly (number | string)[] }[];
}

/** One line for each entry, or a packed line for all. */
export function linesFor(entries: readonly StoredEntry[], isPacked: boolean): string {
  if (!isPacked) return entries.map((entry) => `${sealed(JSON.stringify(entry))}\n`).join('');
  const packed = deflateRawSync(JSON.stringify(named(entries)), DEFLATED).toString('base64');
  return `${sealed(JSON.stringify({ entries: entries.length, packed }))}\n`;
}

/** Entries of a line; null when it does not match its checksum, after a flipped bit or a loss of power. */
export function entriesOf(line: string): readonly StoredEntry[] | null {
  const json = `${line.slice(0, line.lastIndexOf(','))}}`;
  if (line !== sealed(json)) return null;
  try {
    const content: unknown = JSON.parse(json);
    const stored = storedLine.safeParse(content);
    if (!stored.success) return null;
    // The checksum vouches for the rest.
    if (!('packed' in stored.data)) return [content as StoredEntry];
    const text = inflateRawSync(Buffer.from(stored.data.packed, 'base64')).toString();
    return unnamed(JSON.parse(text));
  } catch {
    return null;
  }
}

function named(entries: readonly StoredEntry[]): NamedEntries {
  const names = [
    ...new Set(entries.flatMap(({ outcome }) => (isDone(outcome) ? Object.keys(outcome.result.metrics) : []))),
  ];
  return {
    names,
    entries: entries.map((entry) => {
      if (!isDone(entry.outcome)) return { entry, values: [] };
      const { metrics, ...rest } = entry.outcome.result;
      const outcome = { ...entry.outcome, result: { ...rest, metrics: {} } };
      return { entry: { ...entry, outcome }, values: names.map((name) => metrics[name] ?? ABSENT) };
    }),
  };
}

function unnamed({ names, entries }: NamedEntries): readonly StoredEntry[] {
  return entries.map(({ entry, values }) => {
    if (!isDone(entry.outcome)) return entry;
    const metrics: Record<string, number | string> = {};
    for (let i = 0; i < names.length; i++) if (values[i] !== ABSENT) metrics[names[i]] = values[i];
    return { ...entry, outcome: { ...entry.outcome, result: { ...entry.outcome.result, metrics } } };
  });
}

function isDone(outcome: StoredEntry['outcome']): outcome is StoredDone {
  return outcome.status === 'done';
}

export function storedMetrics(metrics: Metrics): StoredDone['result']['metrics'] {
  if (Object.values(metrics).every((value) => Number.isFinite(value) && !Object.is(value, -0))) return metrics;
  return Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, spelled(value)]));
}

export function readMetrics(stored: StoredDone['result']['metrics']): Metrics {
  const metrics: Record<string, number> = {};
  for (const name in stored) {
    const value = stored[name];
    metrics[name] = typeof value === 'number' ? value : SPELLED[value];
  }
  return metrics;
}

function spelled(value: number): number | string {
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? value : String(value);
}

/** Adds the CRC-32 of an object's JSON as its last field: the line stays one JSON document. */
function sealed(json: string): string {
  return `${json.slice(0, -1)},"checksum":"${checksumOf(json)}"}`;
}

import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import * as z from 'zod';
import type { Metrics } from '../../model/metrics.ts';
import type { FinalOutcome, Result } from '../../model/outcome.ts';
import type { JournalEntry } from '../../run/ports.ts';
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

/** Level 1 takes 15 us a backtest and leaves a tenth; level 6 leaves a twelfth. */
const DEFLATED = { level: 1 };

const storedLine = z.union([z.object({ packed: z.string() }), z.object({ outcome: z.object({ jobId: z.string() }) })]);

/** One line for each entry, or a packed line for all. */
export function linesFor(entries: readonly StoredEntry[], isPacked: boolean): string {
  const texts = entries.map((entry) => JSON.stringify(entry));
  if (!isPacked) return texts.map((text) => `${sealed(text)}\n`).join('');
  const packed = deflateRawSync(texts.join('\n'), DEFLATED).toString('base64');
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
    const texts = inflateRawSync(Buffer.from(stored.data.packed, 'base64')).toString().split('\n');
    return texts.map((text): StoredEntry => JSON.parse(text));
  } catch {
    return null;
  }
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
  return `${json.slice(0, -1)},"checksum":"${crc32(json).toString(16).padStart(8, '0')}"}`;
}

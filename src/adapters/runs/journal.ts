import { appendFileSync, closeSync, fsyncSync, ftruncateSync, openSync, readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import * as z from 'zod';
import { JbtError } from '../../model/errors.ts';
import type { FinalOutcome } from '../../model/outcome.ts';
import type { Journal, JournalEntry } from '../../run/ports.ts';

/** JSON has no such numbers, but the report of a resumed run must equal that of an undisturbed one. */
const SPELLED = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
  '-0': -0,
};

const spelled = z.enum(['NaN', 'Infinity', '-Infinity', '-0']).transform((word) => SPELLED[word]);
const numeric = z.union([z.number(), spelled]);
const over = { jobId: z.string(), seconds: z.number() };

const finalOutcome: z.ZodType<FinalOutcome> = z.discriminatedUnion('status', [
  z.strictObject({
    ...over,
    status: z.literal('done'),
    result: z.strictObject({
      hash: z.string(),
      metrics: z.record(z.string(), numeric),
      trades: z.int(),
      equity: z.array(numeric),
      candles: z.int(),
      orders: z.int(),
    }),
  }),
  z.strictObject({
    ...over,
    status: z.literal('failed'),
    failure: z.strictObject({ code: z.string(), message: z.string(), stack: z.string().nullable() }),
  }),
]);

const journalEntry: z.ZodType<JournalEntry> = z.strictObject({
  attempts: z.int(),
  outcome: finalOutcome,
  impurities: z.array(z.string()).default([]),
});

/** A killed process loses nothing that was written; a loss of power costs at most so much. */
const SYNC_INTERVAL_MS = 1000;

/** An open journal and its earlier entries. */
export interface OpenedJournal {
  readonly journal: Journal;
  readonly entries: readonly JournalEntry[];
  /** Number of lines without a matching checksum: their jobs are played again. */
  readonly damaged: number;
}

/** Opens a journal and reads its entries. Truncates a last line that a crash left incomplete. */
export function openJournal(path: string): OpenedJournal {
  return guarded(path, () => {
    const file = openSync(path, 'a+', 0o600);
    const content = readFileSync(file);
    const end = content.lastIndexOf('\n') + 1;
    if (end < content.length) ftruncateSync(file, end);
    const lines = content.toString('utf8', 0, end).split('\n').slice(0, -1);
    const entries = lines.map(readLine).filter((entry) => entry !== null);
    return { journal: new FileJournal(path, file), entries, damaged: lines.length - entries.length };
  });
}

/** Appends one JSON document a line by plain writes. */
class FileJournal implements Journal {
  readonly #path: string;
  readonly #file: number;
  #syncedAt = Date.now();

  constructor(path: string, file: number) {
    this.#path = path;
    this.#file = file;
  }

  append(entries: readonly JournalEntry[]): void {
    guarded(this.#path, () => {
      appendFileSync(this.#file, entries.map((entry) => `${sealed(JSON.stringify(entry, spellNumber))}\n`).join(''));
      if (Date.now() - this.#syncedAt < SYNC_INTERVAL_MS) return;
      fsyncSync(this.#file);
      this.#syncedAt = Date.now();
    });
  }

  close(): void {
    guarded(this.#path, () => {
      fsyncSync(this.#file);
      closeSync(this.#file);
    });
  }
}

function spellNumber(_key: string, value: unknown): unknown {
  if (typeof value !== 'number') return value;
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? value : String(value);
}

/** Adds the CRC-32 of an object's JSON as its last field: the line stays one JSON document. */
function sealed(json: string): string {
  return `${json.slice(0, -1)},"checksum":"${crc32(json).toString(16).padStart(8, '0')}"}`;
}

/** Reads an entry; null when the line does not match its checksum, after a flipped bit or a loss of power. */
function readLine(line: string): JournalEntry | null {
  const json = `${line.slice(0, line.lastIndexOf(','))}}`;
  if (line !== sealed(json)) return null;
  try {
    return journalEntry.parse(JSON.parse(json));
  } catch {
    return null;
  }
}

function guarded<Value>(path: string, action: () => Value): Value {
  try {
    return action();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new JbtError(
      'RunFolderUnavailable',
      `the journal ${path} cannot be written (${reason}): free or repair the disk`,
    );
  }
}

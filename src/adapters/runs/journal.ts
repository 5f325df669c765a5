import { appendFileSync, closeSync, existsSync, fstatSync, fsyncSync, ftruncateSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { JbtError } from '../../model/errors.ts';
import type { Journal, JournalEntry } from '../../run/ports.ts';
import { EquityFile } from './equity-file.ts';
import { entriesOf, linesFor, readMetrics, type StoredEntry, storedMetrics } from './journal-lines.ts';
import { linesOf, wholeLinesEnd } from './lines.ts';

/** A killed process loses nothing that was written; a loss of power costs at most so much. */
const SYNC_INTERVAL_MS = 1000;
/** Entries that are worth to be packed together. */
const LEAST_PACKED = 8;
const EQUITY_FILE = 'equity.f64';

export interface JournalOptions {
  /** True to write entries that come together into one packed line. */
  readonly packs: boolean;
  /** Told the number of lines that cannot be trusted, if any, once all entries were read: their jobs are played again. */
  readonly onDamage: (lines: number) => void;
}

/** An open journal and its earlier entries, which are read as they are asked for. */
export interface OpenedJournal {
  readonly journal: Journal;
  readonly entries: Iterable<JournalEntry>;
}

/** Opens a journal, and the file of equity beside it. Truncates a last line that a crash left incomplete. */
export function openJournal(path: string, options: JournalOptions): OpenedJournal {
  return guarded(path, () => {
    const file = openSync(path, 'a+', 0o600);
    const end = wholeLinesEnd(file);
    if (end < fstatSync(file).size) ftruncateSync(file, end);
    const equity = new EquityFile(join(dirname(path), EQUITY_FILE), 'a+');
    const entries = { [Symbol.iterator]: () => readEntries(file, equity, options.onDamage) };
    return { journal: new FileJournal(path, file, equity, options.packs), entries };
  });
}

/** Reads a journal, whoever writes it; the equity of backtests is empty without its file, or where that is damaged. */
export function* readJournal(path: string, equityPath: string | null = null): Generator<JournalEntry> {
  const file = openSync(path, 'r');
  const equity = equityPath === null || !existsSync(equityPath) ? null : new EquityFile(equityPath, 'r');
  try {
    for (const line of linesOf(file)) {
      for (const stored of entriesOf(line) ?? []) {
        const entry = entryOf(stored, equity) ?? entryOf(stored, null);
        if (entry !== null) yield entry;
      }
    }
  } finally {
    equity?.close();
    closeSync(file);
  }
}

function* readEntries(file: number, equity: EquityFile, onDamage: (lines: number) => void): Generator<JournalEntry> {
  let damaged = 0;
  for (const line of linesOf(file)) {
    const entries = entriesOf(line)?.map((stored) => entryOf(stored, equity)) ?? [null];
    if (entries.includes(null)) damaged += 1;
    for (const entry of entries) if (entry !== null) yield entry;
  }
  if (damaged > 0) onDamage(damaged);
}

/** Null when its equity is not what was written, or in the line, where earlier versions wrote it. */
function entryOf(stored: StoredEntry, file: EquityFile | null): JournalEntry | null {
  const { outcome, attempts, impurities } = stored;
  if (outcome.status !== 'done') return { attempts, outcome, impurities };
  const { status, jobId, seconds } = outcome;
  const { hash, metrics, trades, equity, candles, orders } = outcome.result;
  if (Array.isArray(equity)) return null;
  const days = file === null ? [] : file.read(equity);
  if (days === null) return null;
  const result = { hash, metrics: readMetrics(metrics), trades, equity: days, candles, orders };
  return { attempts, outcome: { status, jobId, seconds, result }, impurities };
}

/** Appends lines by plain writes, equity first: a line vouches for what is in the other file. */
class FileJournal implements Journal {
  readonly #path: string;
  readonly #file: number;
  readonly #equity: EquityFile;
  readonly #packs: boolean;
  #syncedAt = Date.now();
  #isSynced = true;

  constructor(path: string, file: number, equity: EquityFile, packs: boolean) {
    this.#path = path;
    this.#file = file;
    this.#equity = equity;
    this.#packs = packs;
  }

  append(entries: readonly JournalEntry[]): void {
    guarded(this.#path, () => {
      const isPacked = this.#packs && entries.length >= LEAST_PACKED;
      this.#isSynced = false;
      appendFileSync(this.#file, linesFor(this.#stored(entries), isPacked));
      if (Date.now() - this.#syncedAt >= SYNC_INTERVAL_MS) this.#sync();
    });
  }

  close(): void {
    guarded(this.#path, () => {
      if (!this.#isSynced) this.#sync();
      this.#equity.close();
      closeSync(this.#file);
    });
  }

  #stored(entries: readonly JournalEntry[]): readonly StoredEntry[] {
    const lists = entries.map(({ outcome }) => (outcome.status === 'done' ? outcome.result.equity : []));
    const places = this.#equity.append(lists);
    return entries.map(({ outcome, attempts, impurities }, index) => {
      if (outcome.status !== 'done') return { outcome, attempts, impurities };
      const { result, ...rest } = outcome;
      const stored = { ...result, metrics: storedMetrics(result.metrics), equity: places[index] };
      return { outcome: { ...rest, result: stored }, attempts, impurities };
    });
  }

  #sync(): void {
    this.#equity.sync();
    fsyncSync(this.#file);
    this.#syncedAt = Date.now();
    this.#isSynced = true;
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

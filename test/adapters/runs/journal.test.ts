import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJournal } from '../../../src/adapters/runs/journal.ts';
import type { JournalEntry } from '../../../src/run/ports.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jbt-journal-'));
  path = join(folder, 'journal.ndjson');
});

afterEach(() => rmSync(folder, { recursive: true }));

function failed(jobId: string): JournalEntry {
  const failure = { code: 'StrategyError', message: 'line one\nline two', stack: null };
  return { attempts: 2, outcome: { status: 'failed', jobId, seconds: 0.5, failure }, impurities: [] };
}

function write(entries: readonly JournalEntry[]): void {
  const { journal } = openJournal(path);
  for (const entry of entries) journal.append(entry);
  journal.close();
}

function read(): readonly JournalEntry[] {
  const { journal, entries } = openJournal(path);
  journal.close();
  return entries;
}

const PLAIN = { noNullPrototype: true };

const result = fc.record(
  {
    hash: fc.string(),
    metrics: fc.dictionary(fc.stringMatching(/^[a-z][a-z_]*$/), fc.double(), PLAIN),
    trades: fc.nat(),
    equity: fc.array(fc.double()),
    candles: fc.nat(),
    orders: fc.nat(),
  },
  PLAIN,
);

const seconds = fc.double({ min: 0, noNaN: true, noDefaultInfinity: true });
const outcome = fc.record({ status: fc.constant('done' as const), jobId: fc.string(), seconds, result }, PLAIN);
const impurities = fc.array(fc.string());
const entry: fc.Arbitrary<JournalEntry> = fc.record({ attempts: fc.nat(), outcome, impurities }, PLAIN);

describe('the journal of a run', () => {
  it('gives back every number to the bit, NaN, the infinities and -0 too', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 5 }), (entries) => {
        rmSync(path, { force: true });
        write(entries);
        expect(read()).toStrictEqual(entries);
      }),
      { examples: [[[sample({ a: Number.NaN, b: Number.POSITIVE_INFINITY, c: Number.NEGATIVE_INFINITY, d: -0 })]]] },
    );
  });

  it('is on disk before append returns', () => {
    const { journal } = openJournal(path);
    journal.append(failed('a'));
    expect(readFileSync(path, 'utf8').endsWith('\n')).toBe(true);
    journal.close();
  });

  it('keeps what was there and appends to it', () => {
    write([failed('a')]);
    write([failed('b')]);
    expect(read()).toEqual([failed('a'), failed('b')]);
  });

  it('tolerates a last line torn at any byte, and goes on behind the line before it', () => {
    write([failed('a'), failed('b')]);
    const whole = readFileSync(path);
    const first = whole.indexOf('\n') + 1;
    for (let length = first; length < whole.length; length++) {
      writeFileSync(path, whole.subarray(0, length));
      write([failed('c')]);
      expect(read()).toEqual([failed('a'), failed('c')]);
    }
  });

  it('takes a line that is no entry for a job that was not played', () => {
    write([failed('a')]);
    appendFileSync(path, '\0\0\0\0\n{"attempts":1}\n');
    write([failed('b')]);
    expect(read()).toEqual([failed('a'), failed('b')]);
  });

  it('says what is wrong when it cannot be written', () => {
    expect(() => openJournal(join(folder, 'missing', 'journal.ndjson'))).toThrow(
      expect.objectContaining({ code: 'RunFolderUnavailable', message: expect.stringContaining('ENOENT') }),
    );
  });
});

function sample(metrics: Record<string, number>): JournalEntry {
  const result = { hash: 'h', metrics, trades: 3, equity: [10_000, Number.NaN, -0], candles: 1440, orders: 6 };
  return { attempts: 1, outcome: { status: 'done', jobId: 'a', seconds: 1.5, result }, impurities: [] };
}

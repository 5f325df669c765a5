import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
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
  journal.append(entries);
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
    journal.append([failed('a')]);
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

  it('takes a line that is no entry for a job that was not played, and counts it', () => {
    write([failed('a')]);
    appendFileSync(path, '\0\0\0\0\n{"attempts":1}\n\n');
    write([failed('b')]);
    const { journal, entries, damaged } = openJournal(path);
    journal.close();
    expect({ entries, damaged }).toEqual({ entries: [failed('a'), failed('b')], damaged: 3 });
  });

  it('trusts no line with a flipped bit, wherever it is', () => {
    const entries = [sample({ sharpe: 1.25 }), failed('b')];
    write(entries);
    const whole = readFileSync(path);
    for (let bit = 0; bit < whole.length * 8; bit++) {
      const flipped = Buffer.from(whole);
      flipped[bit >> 3] ^= 1 << (bit & 7);
      writeFileSync(path, flipped);
      const { journal, entries: found, damaged } = openJournal(path);
      journal.close();
      const left = entries.filter((entry) => found.some((each) => isDeepStrictEqual(each, entry)));
      // A last line without its end is one that a crash has torn.
      const isTorn = bit >> 3 === whole.length - 1;
      expect({ bit, found, isNoticed: damaged > 0 }).toEqual({ bit, found: left, isNoticed: !isTorn });
      expect(left.length).toBeLessThan(2);
    }
  });

  it('notices two outcomes whose jobs were swapped', () => {
    write([failed('aaa'), sample({ sharpe: 1.25 }), failed('bbb')]);
    const swap: Readonly<Record<string, string>> = { aaa: 'bbb', bbb: 'aaa' };
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replaceAll(/aaa|bbb/g, (id) => swap[id]),
    );
    expect(read()).toEqual([sample({ sharpe: 1.25 })]);
  });

  it('does not trust lines without a checksum, which earlier versions wrote', () => {
    writeFileSync(path, `${JSON.stringify(failed('a'))}\n`);
    const { journal, entries, damaged } = openJournal(path);
    journal.close();
    expect({ entries, damaged }).toEqual({ entries: [], damaged: 1 });
  });

  it('has one JSON document a line', () => {
    write([failed('a')]);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ ...failed('a'), checksum: expect.any(String) });
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

import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { crc32 } from 'node:zlib';
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

function write(entries: readonly JournalEntry[], packs = false): void {
  const { journal } = openJournal(path, { packs, onDamage: () => {} });
  journal.append(entries);
  journal.close();
}

function readAll(): { readonly entries: readonly JournalEntry[]; readonly damaged: number } {
  let damaged = 0;
  const onDamage = (lines: number): void => {
    damaged = lines;
  };
  const { journal, entries: some } = openJournal(path, { packs: false, onDamage });
  const entries = [...some];
  journal.close();
  return { entries, damaged };
}

function read(): readonly JournalEntry[] {
  return readAll().entries;
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
        for (const packs of [false, true]) {
          rmSync(path, { force: true });
          const many = packs ? [...entries, ...entries] : entries;
          write(many, packs);
          expect(read()).toStrictEqual(many);
        }
      }),
      { examples: [[[sample({ a: Number.NaN, b: Number.POSITIVE_INFINITY, c: Number.NEGATIVE_INFINITY, d: -0 })]]] },
    );
  });

  it('is on disk before append returns', () => {
    const { journal } = openJournal(path, { packs: false, onDamage: () => {} });
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
    expect(readAll()).toEqual({ entries: [failed('a'), failed('b')], damaged: 3 });
  });

  it('trusts no line with a flipped bit, wherever it is', () => {
    const entries = [sample({ sharpe: 1.25 }), failed('b')];
    write(entries);
    const whole = readFileSync(path);
    for (let bit = 0; bit < whole.length * 8; bit++) {
      const flipped = Buffer.from(whole);
      flipped[bit >> 3] ^= 1 << (bit & 7);
      writeFileSync(path, flipped);
      const { entries: found, damaged } = readAll();
      const left = entries.filter((entry) => found.some((each) => isDeepStrictEqual(each, entry)));
      // A last line without its end is one that a crash has torn.
      const isTorn = bit >> 3 === whole.length - 1;
      expect({ bit, found, isNoticed: damaged > 0 }).toEqual({ bit, found: left, isNoticed: !isTorn });
      expect(left.length).toBeLessThan(2);
    }
  });

  it('trusts no equity with a flipped bit, and loses no other', () => {
    const entries = [sample({ sharpe: 1.25 }), failed('b'), sample({ sharpe: 2 })];
    write(entries);
    const equity = join(folder, 'equity.f64');
    const whole = readFileSync(equity);
    expect(whole).toHaveLength(6 * 8);
    for (let bit = 0; bit < whole.length * 8; bit++) {
      const flipped = Buffer.from(whole);
      flipped[bit >> 3] ^= 1 << (bit & 7);
      writeFileSync(equity, flipped);
      const isFirst = bit < 3 * 64;
      expect(readAll()).toEqual({ entries: isFirst ? entries.slice(1) : entries.slice(0, 2), damaged: 1 });
    }
  });

  it('keeps its place in the equity when a crash tore that file', () => {
    write([sample({ sharpe: 1.25 })]);
    appendFileSync(join(folder, 'equity.f64'), '\0\0\0');
    write([sample({ sharpe: 2 })]);
    expect(readAll()).toEqual({ entries: [sample({ sharpe: 1.25 }), sample({ sharpe: 2 })], damaged: 0 });
  });

  it('packs entries that come together into one line, of which a flipped bit loses no other', () => {
    const some = Array.from({ length: 20 }, (_, index) => failed(`job ${index}`));
    write(some, true);
    write([failed('a')], true);
    const text = readFileSync(path, 'utf8');
    expect(text.split('\n')).toHaveLength(3);
    expect(text.length).toBeLessThan(JSON.stringify(some).length / 2);
    expect(read()).toEqual([...some, failed('a')]);
    writeFileSync(path, text.replace('"packed":"', '"packed":"A'));
    expect(readAll()).toEqual({ entries: [failed('a')], damaged: 1 });
  });

  it('is read line by line, however many blocks it has', () => {
    const long = (jobId: string): JournalEntry => {
      const failure = { code: 'StrategyError', message: 'ä'.repeat(300_000), stack: null };
      return { attempts: 1, outcome: { status: 'failed', jobId, seconds: 1, failure }, impurities: [] };
    };
    const entries = ['a', 'b', 'c', 'd', 'e'].map(long);
    write(entries);
    appendFileSync(path, 'x'.repeat(2_500_000));
    expect(readAll()).toEqual({ entries, damaged: 0 });
  });

  it('does not trust equity within a line, where earlier versions wrote it', () => {
    write([sample({ sharpe: 1 }), failed('b')]);
    const [first, second] = readFileSync(path, 'utf8').split('\n');
    const json = JSON.stringify({ attempts: 1, outcome: { ...sample({}).outcome }, impurities: [] });
    const checksum = crc32(json).toString(16).padStart(8, '0');
    writeFileSync(path, `${json.slice(0, -1)},"checksum":"${checksum}"}\n${second}\n`);
    expect(first).not.toContain('10000');
    expect(readAll()).toEqual({ entries: [failed('b')], damaged: 1 });
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
    expect(readAll()).toEqual({ entries: [], damaged: 1 });
  });

  it('has one JSON document a line', () => {
    write([failed('a')]);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ ...failed('a'), checksum: expect.any(String) });
  });

  it('says what is wrong when it cannot be written', () => {
    expect(() => openJournal(join(folder, 'missing', 'journal.ndjson'), { packs: false, onDamage: () => {} })).toThrow(
      expect.objectContaining({ code: 'RunFolderUnavailable', message: expect.stringContaining('ENOENT') }),
    );
  });
});

function sample(metrics: Record<string, number>): JournalEntry {
  const result = { hash: 'h', metrics, trades: 3, equity: [10_000, Number.NaN, -0], candles: 1440, orders: 6 };
  return { attempts: 1, outcome: { status: 'done', jobId: 'a', seconds: 1.5, result }, impurities: [] };
}

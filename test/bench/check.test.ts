import { describe, expect, it } from 'vitest';
import { checkAgainst } from '../../bench/harness/check.ts';
import { type BenchDocument, parseDocument, type RecordedFigure } from '../../bench/harness/document.ts';

const MACHINE = { cpu: 'any', cores: 2, memoryBytes: 1, platform: 'linux x64', node: '20', v8: '11' };

function documentWith(ratio: number | null, changes: Partial<RecordedFigure> = {}): BenchDocument {
  const sample = { median: 6, spread: 0.01, rounds: 9 };
  const limit = { name: 'fused', ...sample };
  const figure = { name: 'session', unit: 'ms', ...sample, noisy: false, limit, ratio, note: '', ...changes };
  return { format: 1, machine: MACHINE, benches: { sweep: [figure] } };
}

const check = (before: BenchDocument, now: BenchDocument) => checkAgainst(before, now);

describe('a comparison with a recorded document', () => {
  it.each([
    ['better', 1, false],
    ['a fifth worse', 2.4, false],
    ['30 % worse', 2.6, true],
  ])('takes a ratio that is %s as it should', (_how, now, failed) => {
    expect(check(documentWith(2), documentWith(now)).failed).toBe(failed);
  });

  it('ignores absolute figures', () => {
    expect(check(documentWith(2), documentWith(2, { median: 600 })).failed).toBe(false);
  });

  it.each([
    ['half as much again', 3, false],
    ['more than twice as much', 4.1, true],
  ])('allows a noisy ratio twice the recorded one, and no more: %s', (_how, now, failed) => {
    expect(check(documentWith(2), documentWith(now, { noisy: true })).failed).toBe(failed);
    expect(check(documentWith(2, { noisy: true }), documentWith(now)).failed).toBe(failed);
  });

  it('says what it compared', () => {
    expect(check(documentWith(2), documentWith(2.6)).lines).toEqual([
      'WORSE   sweep, session: 2.00 recorded, 2.60 now, 1.30 times (1.25 allowed)',
      '1 ratios compared, 1 worse than allowed',
    ]);
  });

  it('fails when a figure is gone, and when nothing can be compared', () => {
    const other = documentWith(2, { name: 'other' });
    expect(check(documentWith(2), other).failed).toBe(true);
    expect(check({ ...documentWith(2), benches: {} }, documentWith(2)).failed).toBe(true);
  });

  it('skips a ratio whose limit this machine cannot measure', () => {
    expect(check(documentWith(2), documentWith(null)).lines[0]).toBe(
      'SKIPPED sweep, session: its limit cannot be measured here',
    );
  });
});

describe('a recorded document', () => {
  it('is read back as it was written', () => {
    const document = documentWith(2);
    expect(parseDocument(JSON.stringify(document), 'a.json')).toEqual(document);
  });

  it.each([
    ['{', /^a\.json is no JSON: [^\n]*$/],
    ['{"format":2}', /^a\.json is no document of npm run bench -- --json: format: [^\n]*$/],
  ])('is refused in one line: %s', (text, message) => {
    expect(() => parseDocument(text, 'a.json')).toThrow(message);
  });
});

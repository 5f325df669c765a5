import { describe, expect, it } from 'vitest';
import { describeGaps, missingMinutes } from '../../src/model/gap.ts';
import { MINUTE } from '../../src/model/time.ts';

const AUGUST = Date.UTC(2023, 7, 1);
const gap = (from: number, to: number) => ({ from: AUGUST + from * MINUTE, to: AUGUST + to * MINUTE });

describe('describeGaps', () => {
  it('names one missing minute', () => {
    expect(describeGaps([gap(5, 6)])).toBe('1 minute is missing: 2023-08-01 00:05');
  });

  it('names the first and the last minute of each gap', () => {
    expect(describeGaps([gap(5, 6), gap(8, 10)])).toBe(
      '3 minutes are missing: 2023-08-01 00:05, 2023-08-01 00:08 to 2023-08-01 00:09',
    );
  });

  it('counts all gaps but names no more than twenty', () => {
    const gaps = Array.from({ length: 23 }, (_, i) => gap(i * 2, i * 2 + 1));
    expect(missingMinutes(gaps)).toBe(23);
    expect(describeGaps(gaps)).toMatch(/^23 minutes are missing: .*2023-08-01 00:38 and 3 more gaps$/);
  });
});

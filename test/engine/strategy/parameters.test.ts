import { describe, expect, it } from 'vitest';
import {
  categorical,
  decodeDna,
  float,
  int,
  resolveParameters,
  roundHalfToEven,
  scaleNumber,
} from '../../../src/engine/strategy/parameters.ts';
import { JbtError } from '../../../src/model/errors.ts';

const DECLARED = { fast: int(5, 50, 12), share: float(0, 1, 0.5, 0.1), side: categorical(['both', 'long']) };

function base64(values: object): string {
  return Buffer.from(JSON.stringify(values)).toString('base64');
}

describe('parameters', () => {
  it('are declared with a range, a default and perhaps a step, or as options of which the first is the default', () => {
    expect(DECLARED).toEqual({
      fast: { type: 'int', min: 5, max: 50, default: 12 },
      share: { type: 'float', min: 0, max: 1, default: 0.5, step: 0.1 },
      side: { type: 'categorical', options: ['both', 'long'], default: 'both' },
    });
    expect(categorical(['both', 'long'], 'long').default).toBe('long');
  });

  it('have their defaults, then what the DNA says, then what was chosen for the job', () => {
    const dna = base64({ fast: 20, share: 0.7 });
    expect(resolveParameters(DECLARED, '', {})).toEqual({ fast: 12, share: 0.5, side: 'both' });
    expect(resolveParameters(DECLARED, dna, {})).toEqual({ fast: 20, share: 0.7, side: 'both' });
    expect(resolveParameters(DECLARED, dna, { fast: 8 })).toEqual({ fast: 8, share: 0.7, side: 'both' });
  });

  it('of other strategies of the job are left out', () => {
    expect(resolveParameters(DECLARED, '', { period: 3 })).not.toHaveProperty('period');
  });

  it.each([
    ['((', { fast: 5, share: 0 }],
    ['ww', { fast: 50, share: 1 }],
    ['Pk', { fast: 28, share: 67 / 79 }],
  ])('are read off the genes of %j', (dna, values) => {
    const { fast, share } = DECLARED;
    expect(decodeDna({ fast, share }, dna)).toEqual(values);
  });

  it('take the option nearest to a gene', () => {
    const declared = { side: categorical(['a', 'b', 'c']) };
    expect(['(', 'P', 'w'].map((dna) => decodeDna(declared, dna).side)).toEqual(['a', 'b', 'c']);
  });

  it('are refused when the DNA has another number of genes', () => {
    expect(() => decodeDna(DECLARED, '((((')).toThrow(
      new JbtError('InvalidStrategy', 'the DNA "((((" has 4 genes for 3 parameters'),
    );
  });

  it('may have names and values in any script', () => {
    expect(decodeDna({ größe: int(1, 5, 2) }, base64({ größe: 4 }))).toEqual({ größe: 4 });
  });

  it.each([
    [0.5, 0],
    [1.5, 2],
    [2.5, 2],
    [2.4999, 2],
    [-0.5, 0],
    [7.6, 8],
  ])('of whole numbers round %d to %d, halves to the even neighbour', (value, rounded) => {
    expect(roundHalfToEven(value)).toBe(rounded);
  });

  it('are carried from one range to another in proportion', () => {
    expect(scaleNumber(119, 40, 4, 0.5, 41)).toBe(0.5443037974683544);
  });
});

import type { Outputs } from '../../indicators/indicator.ts';
import { JbtError } from '../../model/errors.ts';

/** Bars in which most of the cuts lie, so that a check costs little beside the values themselves. */
const CHECKED_BARS = 4096;
const CUTS = 8;

/**
 * Throws InvalidStrategy when values at some bars change as the bars after them are left out. It computes beginnings of
 * the series again; an indicator that reads ahead at rare bars can pass.
 */
export function refuseLookAhead(
  name: string,
  whole: Outputs<string>,
  length: number,
  computeFirst: (bars: number) => Outputs<string>,
): void {
  for (const bars of cutsOf(length)) {
    const found = computeFirst(bars);
    for (const output of Object.keys(whole)) {
      const bar = firstDifference(found[output], whole[output]);
      if (bar >= 0) throw readsAhead(name, output, bar, found[output][bar], whole[output][bar]);
    }
  }
}

function cutsOf(length: number): readonly number[] {
  const spread = Math.min(length, CHECKED_BARS);
  const cuts = Array.from({ length: CUTS }, (_, index) => Math.floor((spread * (index + 1)) / (CUTS + 1)));
  return [...new Set([...cuts, length >> 1])].filter((cut) => cut > 0);
}

function firstDifference(found: Float64Array, wanted: Float64Array): number {
  return found.findIndex((value, bar) => !isSame(value, wanted[bar]));
}

/** True when two values differ in the last bits at most, which may depend on the length of a sum. */
export function isSame(a: number, b: number): boolean {
  return Object.is(a, b) || Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}

function readsAhead(name: string, output: string, bar: number, found: number, wanted: number): JbtError {
  const value = output === 'value' ? `value ${bar}` : `value ${bar} of ${output}`;
  return new JbtError(
    'InvalidStrategy',
    `${name} reads later candles: ${value} is ${wanted} with them and ${found} without; value i may depend on candles up to i only`,
  );
}

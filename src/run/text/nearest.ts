import { distance } from 'fastest-levenshtein';

/** Words that differ only in case and punctuation are the same word. */
function folded(word: string): string {
  return word.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** The candidate that `word` was most likely meant to be; null when none is near, within `most` slips of the pen if given. */
export function nearest(word: string, candidates: Iterable<string>, most?: number): string | null {
  const target = folded(word);
  let best: string | null = null;
  let bestDistance = (most ?? Math.ceil(Math.max(target.length, 1) / 3)) + 1;
  for (const candidate of candidates) {
    const steps = distance(target, folded(candidate));
    if (steps < bestDistance) [best, bestDistance] = [candidate, steps];
  }
  return best;
}

/** ` (did you mean "fast"?)` after a message, or nothing. */
export function suggestion(word: string, candidates: Iterable<string>): string {
  const near = nearest(word, candidates);
  return near === null ? '' : ` (did you mean "${near}"?)`;
}

import { distance } from 'fastest-levenshtein';

/** Folds case and punctuation, which typing errors do not count. */
function folded(word: string): string {
  return word.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** The candidate with the smallest edit distance to `word`; null when all are too far (`most` edits, if given). */
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

/** ` (did you mean "fast"?)` after a message, or nothing when all are too far (`most` edits, if given). */
export function suggestion(word: string, candidates: Iterable<string>, most?: number): string {
  const near = nearest(word, candidates, most);
  return near === null ? '' : ` (did you mean "${near}"?)`;
}

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

/** Shortest part of a word by which the whole is proposed. */
const LEAST_PART = 3;

/** The shortest candidate that begins with a word, or contains it. */
function completed(word: string, candidates: Iterable<string>): string | null {
  const part = folded(word);
  if (part.length < LEAST_PART) return null;
  const all = [...candidates].sort((left, right) => left.length - right.length);
  const begun = all.find((candidate) => folded(candidate).startsWith(part));
  return begun ?? all.find((candidate) => folded(candidate).includes(part)) ?? null;
}

/** ` (did you mean "fast"?)` after a message, or nothing when all are too far (`most` edits, if given). `sharpe` proposes `sharpe_ratio`. */
export function suggestion(word: string, candidates: Iterable<string>, most?: number): string {
  const known = [...candidates];
  const near = nearest(word, known, most) ?? completed(word, known);
  return near === null ? '' : ` (did you mean "${near}"?)`;
}

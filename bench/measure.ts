/** Milliseconds of each of two functions over several rounds, taken in turns so that noise meets both alike. */
export function measureInTurns(
  rounds: number,
  a: () => void,
  b: () => void,
): readonly [readonly number[], readonly number[]] {
  const times: [number[], number[]] = [[], []];
  for (let round = -2; round < rounds; round++) {
    for (const [i, run] of [a, b].entries()) {
      const started = performance.now();
      run();
      if (round >= 0) times[i].push(performance.now() - started);
    }
  }
  return times;
}

/** The middle of an odd number of figures. */
export function median(figures: readonly number[]): number {
  return [...figures].sort((a, b) => a - b)[figures.length >> 1];
}

import { type Sample, sampleOf } from './sample.ts';

/** Does the work once and returns its cost, mostly in milliseconds. */
export type Measure = () => number | Promise<number>;

/** Rounds that compile the code and fill the caches of the processor. */
const WARM_UP = 2;

/** Samples of several measures, taken in turns so that noise meets all alike. */
export async function inTurns(
  rounds: number,
  measures: readonly Measure[],
  warmUp = WARM_UP,
): Promise<readonly Sample[]> {
  const costs: readonly number[][] = measures.map(() => []);
  for (let round = -warmUp; round < rounds; round++) {
    for (const [index, measure] of measures.entries()) {
      const cost = await measure();
      if (round >= 0) costs[index].push(cost);
    }
  }
  return costs.map(sampleOf);
}

/** Measures the milliseconds of a function. */
export function timed(run: () => unknown): () => number {
  return () => {
    const started = performance.now();
    run();
    return performance.now() - started;
  };
}

/** Milliseconds of processor time a piece that the whole process takes for some pieces of work, in all its threads. */
export async function processorTime(run: () => Promise<unknown>, pieces: number): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / pieces;
}

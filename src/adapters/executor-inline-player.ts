import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { SeriesCache } from '../engine/series.ts';
import type { StrategyClass } from '../engine/strategy.ts';
import type { Job } from '../model/job.ts';
import type { Failure, Outcome } from '../model/outcome.ts';
import { failureOf } from '../run/failure.ts';
import { type JobWatch, playJob } from '../run/play.ts';
import type { Digest, Stage } from '../run/ports.ts';

/** Plays one job in the calling thread; never rejects. */
export type Player = (job: Job, watch: JobWatch) => Promise<Outcome>;

/** Plays jobs one after another; they share the imported strategies and the series computed from the candles. */
export function createPlayer(stage: Stage, digest: Digest, series: SeriesCache = new SeriesCache()): Player {
  const ownCode = ownFolders();
  const now = () => performance.now();
  const play: Player = async (job, watch) => {
    const strategies = await importStrategies(stage.bundleUrl, ownCode);
    if ('code' in strategies) return { status: 'failed', jobId: job.id, seconds: 0, failure: strategies };
    const { candles } = stage;
    const outcome = playJob({ job, candles, strategies: strategies.classes, series, watch, digest, now, ownCode });
    // A rejection that the strategy left behind comes out now, while its job is still there to be blamed.
    await setImmediate();
    return outcome;
  };
  return (job, watch) => keepingStdoutClean(() => play(job, watch));
}

/** Standard output is for the answer alone: what strategies print goes to standard error. */
async function keepingStdoutClean<T>(work: () => Promise<T>): Promise<T> {
  const { stdout, stderr } = process;
  const write = stdout.write;
  stdout.write = stderr.write.bind(stderr);
  try {
    return await work();
  } finally {
    stdout.write = write;
  }
}

/** Node imports a URL once per thread and remembers it. */
async function importStrategies(
  url: string,
  ownCode: readonly string[],
): Promise<{ readonly classes: Readonly<Record<string, StrategyClass>> } | Failure> {
  try {
    const bundle: { readonly strategies: Readonly<Record<string, StrategyClass>> } = await import(url);
    return { classes: bundle.strategies };
  } catch (error) {
    return { ...failureOf(error, ownCode), code: 'StrategyNotLoaded' };
  }
}

/** Where jbt's code lies; stacks name the sources when they are mapped, else the built files. */
function ownFolders(): readonly string[] {
  const built = fileURLToPath(new URL('../../', import.meta.url));
  return import.meta.url.endsWith('.ts')
    ? [`${built}src/`, `${built}dist/`]
    : [built, ...['src/', 'workers/'].map((folder) => fileURLToPath(new URL(`../../../${folder}`, import.meta.url)))];
}

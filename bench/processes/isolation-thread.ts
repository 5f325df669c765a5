import { parentPort, workerData } from 'node:worker_threads';
import { createPlayer } from '../../src/adapters/executors/player/player.ts';
import { sha256 } from '../../src/adapters/system/digest.ts';
import { OWN_FOLDERS } from '../../src/adapters/system/package.ts';
import { valuesV8 } from '../../src/adapters/system/value-codec.ts';
import { SeriesCache } from '../../src/engine/series/series-cache.ts';
import type { Job } from '../../src/model/job.ts';
import type { Outcome } from '../../src/model/outcome.ts';
import { type JobWatch, playJob } from '../../src/run/play/play.ts';
import type { SharedInputs } from '../../src/run/ports.ts';
import Cross from '../strategies/cross.ts';

/** `guarded`: as a thread of the pool plays. `bare`: without guards, watches and protected objects. */
export interface ThreadInputs {
  readonly kind: 'guarded' | 'bare';
  readonly shared: SharedInputs;
}

/** A job to play over and over. The answer is the hash of its result. */
export interface JobOrder {
  readonly job: Job;
  readonly times: number;
}

const { kind, shared }: ThreadInputs = workerData;
const series = new SeriesCache();
const watch: JobWatch = { day: () => false, facts: () => {} };
const play = kind === 'guarded' ? await guarded() : bare;

parentPort?.on('message', async ({ job, times }: JobOrder) => {
  let last: Outcome | null = null;
  for (let n = 0; n < times; n++) last = await play(job);
  if (last?.status !== 'done') throw new Error(JSON.stringify(last));
  parentPort?.postMessage(last.result.hash);
});

async function guarded(): Promise<(job: Job) => Promise<Outcome>> {
  const parts = { shared, digest: sha256, codec: valuesV8, series, reader: null } as const;
  const player = await createPlayer({ ...parts, thread: 'replaced', hardens: true });
  return async (job) => (await player(job, watch, null)).outcome;
}

async function bare(job: Job): Promise<Outcome> {
  const inputs = { candles: shared.candles, strategies: { cross: Cross }, series, values: null, namespaces: {} };
  const rest = { watch, debug: null, digest: sha256, now: () => performance.now(), ownCode: OWN_FOLDERS };
  return playJob({ job, ...inputs, ...rest }).outcome;
}

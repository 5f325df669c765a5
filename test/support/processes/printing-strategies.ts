import { createInlineExecutor } from '../../../src/adapters/executors/inline.ts';
import { createPiscinaExecutor } from '../../../src/adapters/executors/piscina/executor.ts';
import { sha256 } from '../../../src/adapters/system/digest.ts';
import { valuesV8 } from '../../../src/adapters/system/value-codec.ts';
import { jobOf } from '../scripted-run.ts';

/** Plays a strategy file that prints as it is loaded on every executor, then answers on standard output. */
const url = "data:text/javascript,console.log('printed by a strategy');";
const job = jobOf('a');
const bundles = Object.fromEntries(job.routes.map(({ strategy }) => [strategy, url]));
const shared = { candles: {}, bundles, values: null, debug: null };
const options = { shared, values: null, timeoutMs: null };
for (const executor of [
  createInlineExecutor({ ...options, digest: sha256, codec: valuesV8 }),
  createPiscinaExecutor({ ...options, threads: 1, stallMs: null, warn: () => {}, graceMs: 100, memoryLimitMb: 256 }),
]) {
  await executor.play([job], { started: () => {}, facts: () => {}, ended: () => {} });
  await executor.close();
}
console.log('the answer');

import { createInlineExecutor } from '../../../src/adapters/executors/inline.ts';
import { createPiscinaExecutor } from '../../../src/adapters/executors/piscina/executor.ts';
import { sha256 } from '../../../src/adapters/system/digest.ts';
import { valuesV8 } from '../../../src/adapters/system/value-codec.ts';
import { jobOf } from '../scripted-run.ts';

/** Plays a strategy file that prints as it is loaded on every executor, then answers on standard output. */
const bundleUrl = "data:text/javascript,console.log('printed by a strategy'); export const strategies = {};";
const shared = { candles: {}, bundleUrl, builtins: [], values: null, debug: false };
const options = { shared, values: null, timeoutMs: null };
for (const executor of [
  createInlineExecutor({ ...options, digest: sha256, codec: valuesV8 }),
  createPiscinaExecutor({ ...options, threads: 1, graceMs: 100, memoryLimitMb: 256 }),
]) {
  await executor.play(
    jobOf('a'),
    () => {},
    () => {},
  );
  await executor.close();
}
console.log('the answer');

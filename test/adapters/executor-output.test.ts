import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

const ADAPTERS = new URL('../../dist/src/adapters/', import.meta.url).href;

const SCRIPT = `
import { createInlineExecutor } from '${ADAPTERS}executor-inline.js';
import { createPiscinaExecutor } from '${ADAPTERS}executor-piscina.js';

const bundleUrl = "data:text/javascript,console.log('printed by a strategy'); export const strategies = {};";
const options = { stage: { candles: {}, bundleUrl, builtins: [], values: null, debug: false }, values: null, threads: 1, timeoutMs: null, graceMs: 100, heapLimitMb: 256, digest: String };
for (const create of [createInlineExecutor, createPiscinaExecutor]) {
  const executor = create(options);
  await executor.play({ id: 'a', routes: [], dataRoutes: [], from: 0, to: 0 }, () => {}, () => {});
  await executor.close();
}
console.log('the answer');
`;

it('what strategies print goes to standard error, whatever plays them', () => {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', SCRIPT], { encoding: 'utf8' });
  expect(stdout).toBe('the answer\n');
  expect(stderr).toBe('printed by a strategy\n'.repeat(2));
});

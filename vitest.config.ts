import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Floors of the house that have no effects outside of them. */
const PURE = ['model', 'indicators', 'metrics', 'engine', 'run', 'golden'].map((floor) => `test/${floor}/**/*.test.ts`);

export default defineConfig({
  resolve: { alias: { 'jbt-runner': fileURLToPath(new URL('src/index.ts', import.meta.url)) } },
  test: {
    pool: 'forks',
    // Most of the time goes to processes that the tests start: a core of its own for the runner would idle.
    maxWorkers: '100%',
    globalSetup: 'test/global-setup.ts',
    // A guard against tests that hang: a busy machine is slow, not wrong.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 300_000 } },
    projects: [
      { extends: true, test: { name: 'effects', include: ['test/**/*.test.ts'], exclude: PURE } },
      // Their files share processes, which load the engine once.
      { extends: true, test: { name: 'pure', include: PURE, isolate: false } },
    ],
  },
});

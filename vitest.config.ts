import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { jbt: fileURLToPath(new URL('src/index.ts', import.meta.url)) } },
  test: {
    pool: 'forks',
    // Most of the time goes to processes that the tests start: a core of its own for the runner would idle.
    maxWorkers: '100%',
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/global-setup.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

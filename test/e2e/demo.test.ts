import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { testFolder } from '../support/folder.ts';

const ROOT = join(import.meta.dirname, '../..');
const TSX = join(dirname(createRequire(import.meta.url).resolve('tsx/package.json')), 'dist/cli.mjs');

it('npm run demo ends with a table and where to look next, and says nothing of npm', () => {
  const env = { ...process.env, JBT_HOME: testFolder() };
  const { status, stdout } = spawnSync(process.execPath, [TSX, 'examples/demo.ts'], {
    cwd: ROOT,
    env,
    encoding: 'utf8',
  });
  expect({ status, npm: /^>/m.test(stdout) }).toEqual({ status: 0, npm: false });
  expect(stdout).toMatch(/Best 10 of 45[\s\S]+\n10 +\w[\s\S]+\nNext:\n(?: {2}\S.*\n){3,}\n*$/);
});

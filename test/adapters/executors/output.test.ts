import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { testProcess } from '../../support/test-process.ts';

it('what strategies print goes to standard error, whatever plays them', () => {
  const { stdout, stderr } = spawnSync(process.execPath, testProcess('printing-strategies'), { encoding: 'utf8' });
  expect(stdout).toBe('the answer\n');
  expect(stderr).toBe('printed by a strategy\n'.repeat(2));
});

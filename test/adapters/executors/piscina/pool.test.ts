import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { testProcess } from '../../../support/test-process.ts';

describe('the pool of threads', () => {
  it('ends threads at any moment of their start, and its process lives on', () => {
    const ended = spawnSync(process.execPath, testProcess('ending-threads'), { encoding: 'utf8' });
    expect([ended.status, ended.stderr, ended.stdout]).toEqual([0, '', '60']);
  });
});

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeFolder } from '../../../src/adapters/system/make-folder.ts';
import { testFolder } from '../../support/folder.ts';

it('makes a folder with those above it, with its permissions, and is content with one that is there', () => {
  const path = join(testFolder(), 'a/b/c');
  makeFolder(path, 0o700);
  makeFolder(path);
  expect(statSync(path).mode & 0o777).toBe(0o700);
});

it('ends with an error in /proc, where nothing can be made', () => {
  expect(() => makeFolder('/proc/jbt/a')).toThrow(/ENOENT|EACCES|EPERM|ENOTDIR/);
});

it('says that a file is in the way', () => {
  expect(() => makeFolder('/etc/hostname/a')).toThrow('ENOTDIR');
});

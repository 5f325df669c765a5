import { readdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeWholeFile } from '../../../src/adapters/lmdb/whole-file.ts';
import { testFolder } from '../../support/folder.ts';

/** Above the highest process id of Linux. */
const DEAD = 99_999_999;

describe('a file that appears whole', () => {
  it('is made once, and clears away what processes of this machine left that were killed meanwhile', () => {
    const folder = testFolder();
    const lasting = [`mark.${hostname()}.${process.ppid}`, `mark.web-2.${DEAD}`, `other.${hostname()}.${DEAD}`];
    for (const name of [...lasting, `mark.${hostname()}.${DEAD}`]) writeFileSync(join(folder, name), '');
    expect(makeWholeFile(join(folder, 'mark'), Buffer.from('first'))).toBe(true);
    expect(makeWholeFile(join(folder, 'mark'), Buffer.from('second'))).toBe(false);
    expect(readdirSync(folder).sort()).toEqual(['mark', ...lasting].sort());
  });
});

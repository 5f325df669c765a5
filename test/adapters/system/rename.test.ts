import { describe, expect, it } from 'vitest';
import { whileOpen } from '../../../src/adapters/system/rename.ts';

/** Fails so many times with a code; says how often it was tried. */
function failing(times: number, code: string): { readonly action: () => void; tried: number } {
  const attempts = {
    tried: 0,
    action() {
      attempts.tried += 1;
      if (attempts.tried <= times) throw Object.assign(new Error(code), { code });
    },
  };
  return attempts;
}

describe('renaming a file that another process has open', () => {
  it.each(['EPERM', 'EACCES', 'EBUSY'])('is tried again on Windows after %s', (code) => {
    const attempts = failing(3, code);
    whileOpen(attempts.action, 'win32');
    expect(attempts.tried).toBe(4);
  });

  it('is given up in the end', () => {
    const attempts = failing(99, 'EBUSY');
    expect(() => whileOpen(attempts.action, 'win32')).toThrow('EBUSY');
    expect(attempts.tried).toBe(10);
  });

  it.each([
    ['win32', 'ENOENT'],
    ['linux', 'EACCES'],
  ] as const)('is tried once for an error that stays: on %s %s', (platform, code) => {
    const attempts = failing(1, code);
    expect(() => whileOpen(attempts.action, platform)).toThrow(code);
    expect(attempts.tried).toBe(1);
  });
});

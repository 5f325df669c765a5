import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../system/write-whole.ts';

const FILE = 'token';

/** Makes the secret of a run, which its owner alone can read, and by which the run can be cancelled from elsewhere. */
export function makeToken(folder: string): string {
  const token = randomBytes(18).toString('base64url');
  writeWhole(join(folder, FILE), `${token}\n`, { mode: 0o600 });
  return token;
}

/** The secret of a run; null where there is none. */
export function readToken(folder: string): string | null {
  try {
    return readFileSync(join(folder, FILE), 'utf8').trim();
  } catch {
    return null;
  }
}

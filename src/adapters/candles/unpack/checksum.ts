import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { JbtError } from '../../../model/errors.ts';
import { baseName } from './series-name.ts';

const ENDINGS = ['.CHECKSUM', '.sha256', '.sha256sum'];
const SHA_256 = /^[0-9a-f]{64}(?=\s|$)/i;

/** True for the name of a file that holds the checksum of another. */
export function isChecksumFile(name: string): boolean {
  return ENDINGS.some((ending) => name.toLowerCase().endsWith(ending.toLowerCase()));
}

/**
 * Compares a file with the SHA-256 in a checksum file beside it. Returns a note in words; null where there is none.
 * Throws JbtError `InvalidCandles` when they differ.
 */
export async function checksumNote(path: string, name: string): Promise<string | null> {
  const ending = ENDINGS.find((candidate) => existsSync(path + candidate));
  if (ending === undefined) return null;
  const [expected] = SHA_256.exec(readFileSync(path + ending, 'utf8').trim()) ?? [];
  if (expected === undefined) return `${baseName(name)}${ending} holds no SHA-256: the file was not compared`;
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece);
  if (hash.digest('hex') === expected.toLowerCase()) return 'the SHA-256 of its checksum file fits';
  throw new JbtError('InvalidCandles', `${name} does not fit its checksum in ${name}${ending}: download it again`);
}

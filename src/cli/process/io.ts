import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { Io } from '../command.ts';

/** Io of a real process; its environment overrides `.env` of the working directory. */
export function processIo(process: NodeJS.Process): Io {
  const cwd = process.cwd();
  const { stdout, stderr } = process;
  const env = { ...dotEnv(join(cwd, '.env')), ...process.env };
  return { cwd, argv: process.argv.slice(2), env, stdout, stderr };
}

function dotEnv(path: string): Readonly<Record<string, string | undefined>> {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch {
    return {};
  }
}

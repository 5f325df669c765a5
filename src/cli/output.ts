import { fstatSync, writeFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { JbtError } from '../model/errors.ts';

type OutputName = 'stdout' | 'stderr';
type Output = Pick<NodeJS.Process, OutputName>;

const NAMES = { stdout: 'standard output', stderr: 'standard error' } as const;

/**
 * Watches standard output and error. Returns what to await before the process ends: it waits until a slow reader has had
 * everything, and tells what was lost, as on a full disk; null for nothing. `jbt run --json | head` closes the pipe
 * early: whoever reads has had enough, which is no loss.
 */
export function watchOutput(output: Output): () => Promise<JbtError | null> {
  let lost: { readonly name: OutputName; readonly reason: string } | null = null;
  for (const name of ['stdout', 'stderr'] as const) {
    writeWhole(output[name]);
    output[name].on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') lost ??= { name, reason: error.message };
    });
  }
  return async () => {
    await drained(output.stdout);
    await drained(output.stderr);
    if (lost === null) return null;
    const what = `${NAMES[lost.name]} cannot be written (${lost.reason})`;
    return new JbtError('OutputUnavailable', `${what}: free its disk or send it elsewhere`);
  };
}

/** Node drops without a word what a file does not take of a write, which is how a disk becomes full. */
function writeWhole(stream: NodeJS.WriteStream & { readonly fd: number }): void {
  if (!isFile(stream.fd)) return;
  stream._write = (chunk, _encoding, done) => {
    try {
      writeFileSync(stream.fd, chunk);
      done();
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  };
}

/** A descriptor that was closed before the process began is none. */
function isFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile();
  } catch {
    return false;
  }
}

/** Waits until all that was written before has gone, and what failed of it has been told. */
async function drained(stream: NodeJS.WriteStream): Promise<void> {
  // A full device refuses even nothing, which is no loss.
  if (stream.writableLength > 0) await new Promise<void>((done) => stream.write('', () => done()));
  await setImmediate();
}

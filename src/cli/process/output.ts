import { fstatSync, writeFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { JbtError } from '../../model/errors.ts';

type OutputName = 'stdout' | 'stderr';
type Output = Pick<NodeJS.Process, OutputName>;

const NAMES = { stdout: 'standard output', stderr: 'standard error' } as const;

/**
 * Watches standard output and error. The returned function waits until all output is written; it returns the error of a
 * failed write, as on a full disk, else null. EPIPE is no error: `jbt run --json | head` closes the pipe early.
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

/** Writes to a file synchronously: Node silently drops the rest of a partial write, as on a full disk. */
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

/** False also for a descriptor that was closed before the process began. */
function isFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile();
  } catch {
    return false;
  }
}

/** Waits until earlier writes are finished and their errors have been emitted. */
async function drained(stream: NodeJS.WriteStream): Promise<void> {
  // A full device refuses even an empty write, which loses nothing.
  if (stream.writableLength > 0) await new Promise<void>((done) => stream.write('', () => done()));
  await setImmediate();
}

import { Writable } from 'node:stream';
import { main } from '../../src/cli/main.ts';

/** Output and exit code of a command. */
export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line within this process, in a folder, as if its output went into files. */
export async function commandLine(cwd: string, ...argv: readonly string[]): Promise<Answer> {
  const [stdout, stderr] = [createPipe(), createPipe()];
  const code = await main({ cwd, argv, env: {}, stdout: stdout.stream, stderr: stderr.stream });
  return { code, stdout: stdout.written(), stderr: stderr.written() };
}

function createPipe(): { readonly stream: NodeJS.WriteStream; written(): string } {
  let written = '';
  const stream = new Writable({
    decodeStrings: false,
    write(text: string, _encoding, done) {
      written += text;
      done();
    },
  });
  return { stream: stream as unknown as NodeJS.WriteStream, written: () => written };
}

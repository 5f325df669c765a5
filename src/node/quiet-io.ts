import { Writable } from 'node:stream';
import type { Io } from '../cli/command.ts';

const WARNING = /^warning: (.*)$/gm;

/** Input and output of a run in a program: nothing is printed, and warnings go to `warn`. */
export function quietIo(cwd: string, command: readonly string[], warn: (message: string) => void): Io {
  const stream = new Writable({
    decodeStrings: false,
    write(text: string, _encoding, done) {
      for (const [, message] of text.matchAll(WARNING)) warn(message);
      done();
    },
  });
  // Whoever writes here asks for width and colours as well, which it does not have.
  const output = stream as unknown as NodeJS.WriteStream;
  return { cwd, argv: command, env: process.env, stdout: output, stderr: output };
}

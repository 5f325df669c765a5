import { printableLines } from '../../run/text/plain.ts';

/** Writes lines of text, sanitised: names of files, markets and runs can contain escape sequences. */
export function say(stream: NodeJS.WriteStream, text: string): void {
  stream.write(printableLines(text));
}

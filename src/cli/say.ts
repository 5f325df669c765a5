import { printableLines } from '../run/text/plain.ts';

/** Writes text with its line ends; names of files, markets and runs in it cannot command a terminal. */
export function say(stream: NodeJS.WriteStream, text: string): void {
  stream.write(printableLines(text));
}

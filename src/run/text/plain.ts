const ESC = '\u001b';
/** Sequences of terminals: CSI with parameters, OSC and other strings up to their end, and the short ones. */
const SEQUENCES = new RegExp(
  `${ESC}(?:\\[[0-?]*[ -/]*[@-~]|[\\]PX^_]\\P{Cc}*(?:\\u0007|${ESC}\\\\)|[ -/]*[0-~]?)`,
  'gu',
);
/** Controls that reorder text, so that it reads as what it is not. */
const BIDIRECTIONAL = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const CONTROLS = /\s*[\p{Cc}\p{Zl}\p{Zp}]+\s*/gu;

/**
 * Foreign text as one line that a terminal can only print: no escape sequence, no control character, no reordering.
 * Everything that jbt did not write itself goes through here before it reaches a terminal.
 */
export function printable(text: string): string {
  return text.replace(SEQUENCES, '').replace(BIDIRECTIONAL, '').replace(CONTROLS, ' ').trimEnd();
}

/** The same for text of several lines. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

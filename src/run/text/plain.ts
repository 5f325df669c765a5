const ESC = '\u001b';
/** Escape sequences: CSI with parameters, OSC and other strings up to their terminator, and two-character ones. */
const SEQUENCES = new RegExp(
  `${ESC}(?:\\[[0-?]*[ -/]*[@-~]|[\\]PX^_]\\P{Cc}*(?:\\u0007|${ESC}\\\\)|[ -/]*[0-~]?)`,
  'gu',
);
/** Bidirectional controls: they reorder text, so that it reads differently. */
const BIDIRECTIONAL = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const CONTROLS = /\s*[\p{Cc}\p{Zl}\p{Zp}]+\s*/gu;

/**
 * Sanitises foreign text to one line without escape sequences, control characters and reordering. All text that jbt did
 * not write itself passes here on its way to a terminal.
 */
export function printable(text: string): string {
  return text.replace(SEQUENCES, '').replace(BIDIRECTIONAL, '').replace(CONTROLS, ' ').trimEnd();
}

/** The same for text of several lines. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

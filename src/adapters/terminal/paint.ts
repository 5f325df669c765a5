import { styleText } from 'node:util';

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** Gives text a style, or leaves it as it is where colours are not wanted. */
export type Paint = (style: Style, text: string) => string;

export function createPaint(colours: boolean): Paint {
  if (!colours) return (_style, text) => text;
  // The caller has checked its stream; styleText would check standard output.
  return (style, text) => (text === '' ? '' : styleText(style, text, { validateStream: false }));
}

/** Properties of an output stream. */
interface Drawable {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/** True for a stream that takes colours; NO_COLOR and FORCE_COLOR (see no-color.org) override its type. */
export function wantsColours(stream: Drawable, env: Readonly<Record<string, string | undefined>>): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return stream.isTTY === true && env.TERM !== 'dumb';
}

/** True for a terminal of known size, on which lines can be redrawn. */
export function canDraw(stream: Drawable, env: Readonly<Record<string, string | undefined>>): boolean {
  return stream.isTTY === true && env.TERM !== 'dumb' && (stream.columns ?? 0) > 0 && (stream.rows ?? 0) > 0;
}

/** Text truncated to a width, with an ellipsis. */
export function cutTo(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

/** Text truncated in its middle: the end of a label tells as much as its beginning. */
export function cutMiddle(text: string, width: number): string {
  if (text.length <= width) return text;
  const kept = Math.max(0, width - 1);
  return `${text.slice(0, Math.ceil(kept / 2))}…${text.slice(text.length - Math.floor(kept / 2))}`;
}

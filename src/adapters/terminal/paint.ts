import { styleText } from 'node:util';

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** Gives text a style, or leaves it as it is where colours are not wanted. */
export type Paint = (style: Style, text: string) => string;

export function createPaint(colours: boolean): Paint {
  if (!colours) return (_style, text) => text;
  // Whether the stream takes colours was decided by the caller; styleText would ask standard output.
  return (style, text) => (text === '' ? '' : styleText(style, text, { validateStream: false }));
}

/** What there is to know of a stream. */
interface Drawable {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/** Whether to write colours to a stream: NO_COLOR and FORCE_COLOR (see no-color.org) win over what the stream is. */
export function wantsColours(stream: Drawable, env: Readonly<Record<string, string | undefined>>): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return stream.isTTY === true && env.TERM !== 'dumb';
}

/** Whether lines can be redrawn on a stream; a terminal that does not know its size cannot be drawn on. */
export function canDraw(stream: Drawable, env: Readonly<Record<string, string | undefined>>): boolean {
  return stream.isTTY === true && env.TERM !== 'dumb' && (stream.columns ?? 0) > 0 && (stream.rows ?? 0) > 0;
}

/** Text cut to a width, the cut shown by an ellipsis. */
export function cutTo(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

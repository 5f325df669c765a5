import { canDraw } from './paint.ts';

const ERASE_LINE = '\r\u001b[K';

/** Says on a terminal that a command is being loaded; other streams hear nothing. */
export async function whileStarting<Value>(
  stream: NodeJS.WriteStream,
  env: Readonly<Record<string, string | undefined>>,
  work: () => Promise<Value>,
): Promise<Value> {
  if (!canDraw(stream, env)) return work();
  stream.write('starting');
  try {
    return await work();
  } finally {
    stream.write(ERASE_LINE);
  }
}

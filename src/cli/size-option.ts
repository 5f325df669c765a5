import { z } from 'zod';

const BYTES = { kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 } as const;
const SIZE = /^(\d+(?:\.\d+)?) ?(kb|mb|gb|tb)$/i;

/** An option such as `500MB`, as bytes; `smallest` in the same notation. */
export function sizeOption(smallest: string): z.ZodType<number> {
  const error = { error: `a size from ${smallest}, such as 500MB or 2GB` };
  return z
    .string(error)
    .refine((text) => bytesOf(text) >= bytesOf(smallest), error)
    .transform(bytesOf);
}

/** NaN for what is no size. */
function bytesOf(text: string): number {
  const [, amount, unit = ''] = SIZE.exec(text) ?? [];
  return Number(amount) * BYTES[unit.toLowerCase() as keyof typeof BYTES];
}

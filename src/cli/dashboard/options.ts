import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { type ValuesOf, valueOption } from '../options.ts';

/** Port of `jbt dashboard`; the address stays the same from day to day. */
const DEFAULT_PORT = 4280;
const LOOPBACK = ['127.0.0.1', 'localhost', '::1'];

/** A port of this machine. */
export const portOption = z
  .string({ error: 'given once' })
  .refine((text) => /^\d+$/.test(text) && Number(text) <= 65_535, { error: 'a port from 0 (a free one) to 65535' })
  .transform(Number);

const host = z.string({ error: 'given once' }).min(1, { error: 'an address of this machine, such as 0.0.0.0' });

/** Options that say where a page is served. */
export const PLACE_OPTIONS = {
  port: valueOption(portOption, DEFAULT_PORT, {
    describe: 'port of the page; 0 takes a free one',
    defaultText: String(DEFAULT_PORT),
  }),
  host: valueOption(host, '127.0.0.1', {
    describe: 'address to listen at; on another than this machine alone, a token is part of the link',
    defaultText: '127.0.0.1',
  }),
};

/** Address of a page, and the token that it asks for. */
export type PagePlace = ValuesOf<typeof PLACE_OPTIONS> & { readonly token: string | null };

/** Makes a token where others than the users of this machine can reach the page. */
export function placeOf({ port, host }: ValuesOf<typeof PLACE_OPTIONS>): PagePlace {
  return { port, host, token: LOOPBACK.includes(host) ? null : randomBytes(18).toString('base64url') };
}

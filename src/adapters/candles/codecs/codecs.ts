export { decodeLz4Block, decodeLz4Frame } from './lz4.ts';

/** Decompresses bytes; formats that know the size of the output tell it. */
export type Decompress = (input: Uint8Array, size?: number) => Uint8Array;

/** Returns a decompressor of zstd. Its library is loaded when a file needs it. */
export async function loadZstd(): Promise<Decompress> {
  const { decompress } = await import('fzstd');
  return (input, size) => decompress(input, size === undefined ? undefined : new Uint8Array(size));
}

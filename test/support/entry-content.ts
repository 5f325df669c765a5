/** Makes the content of a key, of up to 200 KB; no two keys have the same. */
export function entryContent(key: string): Buffer {
  const seed = [...key].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_003, 7);
  const length = [10, 900, 1_500, 5_000, 40_000, 200_000][seed % 6] + (seed % 97);
  return Buffer.alloc(length, `${key};`);
}

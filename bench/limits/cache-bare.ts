import { open } from 'lmdb';

/** LMDB alone, the limit for a cache on it. */
export interface BareTable {
  /** Returns memory of the caller's own, as the cache does. */
  get(key: string): Uint8Array | undefined;
  /** Puts all entries in one transaction. */
  putAll(entries: readonly { readonly key: string; readonly content: Buffer }[]): void;
  close(): Promise<void>;
}

export function openBare(folder: string, access: 'write' | 'read'): BareTable {
  const root = open<Buffer, string>(folder, {
    noSubdir: false,
    readOnly: access === 'read',
    encoding: 'binary',
    overlappingSync: false,
    eventTurnBatching: false,
  });
  const table = root.openDB<Buffer, string>({ name: 'values', encoding: 'binary' });
  return {
    get: (key) => table.getBinary(key),
    putAll: (entries) =>
      root.transactionSync(() => {
        for (const { key, content } of entries) table.putSync(key, content);
      }),
    close: () => root.close(),
  };
}

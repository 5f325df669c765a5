/** Contents by the SHA-256 of their bytes, which several machines can reach. Each use renews how long a content is kept. */
export interface Blobs {
  has(digest: string): Promise<boolean>;
  /** Null where it is not kept, or where what is kept does not match its digest; that is removed. */
  get(digest: string): Promise<Uint8Array | null>;
  /** Returns the digest. Throws JbtError `MachineLimit` for a content that is too large. */
  put(content: Uint8Array): Promise<string>;
}

/** Reads `near` first, and keeps there what it had to fetch from `far`. */
export function nearBlobs(near: Blobs, far: Blobs): Blobs {
  return {
    has: async (digest) => (await near.has(digest)) || far.has(digest),
    async get(digest) {
      const kept = await near.get(digest);
      if (kept !== null) return kept;
      const content = await far.get(digest);
      if (content !== null) await near.put(content);
      return content;
    },
    put: (content) => far.put(content),
  };
}

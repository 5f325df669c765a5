import { describe, expect, it } from 'vitest';
import { sha256 } from '../../src/adapters/system/digest.ts';
import type { Blobs } from '../../src/run/play/remote/blobs.ts';

export interface OpenedBlobs {
  readonly blobs: Blobs;
  /** Replaces the kept bytes behind the back of the adapter. */
  damage(digest: string, content: Uint8Array): Promise<void>;
}

/** Rules of every adapter of blobs. */
export function conformsAsBlobs(open: () => Promise<OpenedBlobs>): void {
  const content = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 7919) % 251);

  describe('keeps contents', () => {
    it('by the SHA-256 of their bytes', async () => {
      const { blobs } = await open();
      const digest = await blobs.put(content);
      expect(digest).toBe(sha256(content));
      expect(await blobs.has(digest)).toBe(true);
      expect(Buffer.compare((await blobs.get(digest)) ?? new Uint8Array(), content)).toBe(0);
    });

    it('once, however often they are put, also at once', async () => {
      const { blobs } = await open();
      const digests = await Promise.all(Array.from({ length: 20 }, () => blobs.put(content)));
      expect(new Set(digests).size).toBe(1);
      expect(await blobs.get(digests[0])).toHaveLength(content.length);
    });

    it('that are empty, or a view of a larger memory', async () => {
      const { blobs } = await open();
      const view = content.subarray(10, 20);
      const digests = [await blobs.put(new Uint8Array()), await blobs.put(view)];
      expect(await blobs.get(digests[0])).toHaveLength(0);
      expect([...((await blobs.get(digests[1])) ?? [])]).toEqual([...view]);
    });
  });

  it('knows nothing of contents that were never put', async () => {
    const { blobs } = await open();
    expect(await blobs.has(sha256('nothing'))).toBe(false);
    expect(await blobs.get(sha256('nothing'))).toBeNull();
  });

  it('refuses a content that does not match its digest, and takes the right one again', async () => {
    const { blobs, damage } = await open();
    const digest = await blobs.put(content);
    await damage(
      digest,
      content.map((byte, index) => (index === 5 ? byte ^ 1 : byte)),
    );
    expect(await blobs.get(digest)).toBeNull();
    expect(await blobs.has(digest)).toBe(false);
    await blobs.put(content);
    expect(await blobs.get(digest)).toHaveLength(content.length);
  });
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addToTag, beginTag, endTag, TAG_BYTES, tagOf } from '../../../src/adapters/lmdb/tag.ts';

/** The sums as they are defined, one word after another. */
function plainTag(content: Uint8Array): Buffer {
  const words = new BigUint64Array(Math.ceil(content.byteLength / 64) * 8);
  new Uint8Array(words.buffer).set(content);
  const sums = new BigUint64Array(8);
  words.forEach((word, i) => {
    for (const [of, value] of [word, word >> 32n].entries()) {
      const a = 2 * of + (i % 2);
      sums[a] += value;
      sums[a + 4] += sums[a];
    }
  });
  return Buffer.from(sums.buffer);
}

const LENGTHS = [0, 1, 15, 16, 63, 64, 65, 32_767, 32_768, 32_769, 32_832, 300_001];

describe('the tag of content', () => {
  it.each(LENGTHS)('of %i bytes holds its sums', (length) => {
    const content = Buffer.from(Uint8Array.from({ length }, (_, i) => 255 - ((i * i * 31) >> 3)));
    expect(tagOf(content)).toEqual(plainTag(content));
  });

  it('wraps no sum too early', () => {
    const content = Buffer.alloc(2 ** 21, 0xff);
    expect(tagOf(content)).toEqual(plainTag(content));
  });

  it('is the same in parts', () => {
    const content = Buffer.from(Uint8Array.from({ length: 50_001 }, (_, i) => (i * i * 31) >> 3));
    beginTag();
    for (const [start, end] of [
      [0, 64],
      [64, 40_960],
      [40_960, 50_001],
    ])
      addToTag(content.subarray(start, end));
    expect(endTag()).toEqual(plainTag(content));
  });

  it('is the same wherever the content lies, and whatever was there before', () => {
    const bytes = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(bytes, bytes, fc.nat(20), (content, other, offset) => {
        tagOf(other);
        const moved = new Uint8Array(offset + content.byteLength + 7).fill(9);
        moved.set(content, offset);
        expect(tagOf(moved.subarray(offset, offset + content.byteLength))).toEqual(plainTag(content));
      }),
    );
  });

  it('changes with every bit, with every two bits, and with every two pages that change places', () => {
    const content = Buffer.from(Uint8Array.from({ length: 65_536 }, (_, i) => (i * i * 31) >> 3));
    const sound = tagOf(content);
    const bit = fc.nat(content.byteLength * 8 - 1);
    const page = fc.nat(15);
    const flip = (changed: Uint8Array, at: number): void => {
      changed[at >> 3] ^= 1 << (at & 7);
    };
    const isSeen = (change: (changed: Buffer) => void): boolean => {
      const changed = Buffer.from(content);
      change(changed);
      return changed.equals(content) || !tagOf(changed).equals(sound);
    };
    fc.assert(fc.property(bit, (at) => isSeen((changed) => flip(changed, at))));
    fc.assert(
      fc.property(bit, bit, (one, two) =>
        isSeen((changed) => {
          flip(changed, one);
          flip(changed, two);
        }),
      ),
    );
    // The highest bits of two words of a column, which sums of the words alone would not see.
    for (const highest of [31, 63]) {
      const isChanged = isSeen((changed) => {
        flip(changed, highest);
        flip(changed, highest + 4 * 64);
      });
      expect(isChanged).toBe(true);
    }
    fc.assert(
      fc.property(page, page, (one, two) =>
        isSeen((changed) => {
          content.copy(changed, one * 4_096, two * 4_096, (two + 1) * 4_096);
          content.copy(changed, two * 4_096, one * 4_096, (one + 1) * 4_096);
        }),
      ),
    );
  });

  it('is of 64 bytes', () => {
    expect(tagOf(Buffer.from('any')).byteLength).toBe(TAG_BYTES);
  });
});

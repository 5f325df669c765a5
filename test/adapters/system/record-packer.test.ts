import { describe, expect, it } from 'vitest';
import { recordPacker } from '../../../src/adapters/system/record-packer.ts';

const bytesOf = (length: number) => new Uint8Array(Float64Array.from({ length }, (_, i) => 100 + (i % 7)).buffer);

describe('a record', () => {
  it('is packed to less than a quarter and comes back as it was', () => {
    const record = { bytes: bytesOf(10_000), words: '["buy"]', isPacked: false };
    const packed = recordPacker.pack(record);
    expect(packed).toMatchObject({ words: '["buy"]', isPacked: true });
    expect(packed.bytes.length).toBeLessThan(record.bytes.length / 4);
    expect(packed.bytes.buffer.byteLength).toBe(packed.bytes.length);
    expect(recordPacker.unpack(packed)).toEqual(record);
  });

  it('is packed once, and unpacked once', () => {
    const record = { bytes: bytesOf(10_000), words: '[]', isPacked: false };
    const packed = recordPacker.pack(record);
    expect(recordPacker.pack(packed)).toBe(packed);
    expect(recordPacker.unpack(record)).toBe(record);
  });

  it('stays as it is when it is small', () => {
    const record = { bytes: bytesOf(100), words: '[]', isPacked: false };
    expect(recordPacker.pack(record)).toBe(record);
  });
});

import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../src/adapters/system/digest.ts';
import { allocateColumns, columnList, type StoredCandles } from '../../../../src/model/candle.ts';
import { DAY, MINUTE } from '../../../../src/model/time.ts';
import type { Blobs } from '../../../../src/run/play/remote/blobs.ts';
import { getInputs, putInputs } from '../../../../src/run/play/remote/keyed-inputs.ts';
import type { SharedInputs } from '../../../../src/run/ports.ts';

const START = Date.UTC(2023, 0, 30, 12);

function blobsInMemory(): { readonly kept: Map<string, Uint8Array>; readonly blobs: Blobs } {
  const kept = new Map<string, Uint8Array>();
  const blobs: Blobs = {
    has: async (digest) => kept.has(digest),
    get: async (digest) => kept.get(digest) ?? null,
    async put(content) {
      const digest = sha256(content);
      kept.set(digest, content.slice());
      return digest;
    },
  };
  return { kept, blobs };
}

function candlesOf(length: number, spare = 0, step: StoredCandles['step'] = MINUTE): StoredCandles {
  const columns = { ...allocateColumns(START, step, length + spare), length };
  for (const [index, column] of columnList(columns).entries()) column.set(column.map((_, i) => Math.sin(i + index)));
  return columns;
}

const modules = {
  read: (url: string) => new TextEncoder().encode(`module ${url}`),
  write: (content: Uint8Array, digest: string) => `file:///${digest.slice(0, 4)}/${new TextDecoder().decode(content)}`,
};

async function travelled(shared: SharedInputs): Promise<{ readonly contents: number; readonly inputs: SharedInputs }> {
  const { kept, blobs } = blobsInMemory();
  const keyed = await putInputs(shared, modules, blobs);
  const get = async (hash: string) => kept.get(hash) ?? new Uint8Array();
  return { contents: kept.size, inputs: await getInputs(JSON.parse(JSON.stringify(keyed)), modules, get) };
}

const NOTHING: SharedInputs = { candles: {}, bundles: {}, values: null, debug: null };

describe('inputs by key', () => {
  it('come to the columns that they were, in shared memory, a content a month', async () => {
    const candles = candlesOf(40 * 1440, 100);
    const { contents, inputs } = await travelled({ ...NOTHING, candles: { 'A:B-C': candles } });
    const found = inputs.candles['A:B-C'];
    expect([found.start, found.step, found.length, found.times, found.filled]).toEqual([
      ...[START, MINUTE, 40 * 1440, undefined, undefined],
    ]);
    for (const [index, column] of columnList(found).entries()) {
      expect(column.buffer).toBeInstanceOf(SharedArrayBuffer);
      expect(column).toEqual(columnList(candles)[index].slice(0, candles.length));
    }
    // January, February, March.
    expect(contents).toBe(3);
  });

  it('keep open times, filled candles, NaN, infinity and minus zero', async () => {
    const columns = candlesOf(3000);
    columns.open.set([Number.NaN, Number.POSITIVE_INFINITY, -0]);
    const times = Float64Array.from({ length: 3000 }, (_, i) => START + i * 3 * MINUTE);
    const filled = Uint8Array.from({ length: 3000 }, (_, i) => i % 2);
    const { inputs } = await travelled({ ...NOTHING, candles: { 'A:B-C': { ...columns, times, filled } } });
    const found = inputs.candles['A:B-C'];
    expect([...found.open.subarray(0, 3)]).toEqual([Number.NaN, Number.POSITIVE_INFINITY, -0]);
    expect([found.times, found.filled]).toEqual([times, filled]);
  });

  it.each([
    ['days', DAY],
    ['months', 'month' as const],
  ])('keep candles of %s as one content', async (_, step) => {
    const { contents, inputs } = await travelled({ ...NOTHING, candles: { 'A:B-C': candlesOf(400, 0, step) } });
    expect([contents, inputs.candles['A:B-C'].length]).toEqual([1, 400]);
  });

  it('hand on modules and settings, and keep values on the machine of the worker', async () => {
    const values = { folder: '/only/here', namespaces: { trend: 'abc' } };
    const { inputs } = await travelled({ ...NOTHING, bundles: { trend: 'file:///trend' }, values, hashesAlone: true });
    expect(inputs).toEqual({
      candles: {},
      bundles: { trend: expect.stringMatching(/module file:\/\/\/trend$/) },
      values: { folder: null, namespaces: { trend: 'abc' } },
      debug: null,
      hashesAlone: true,
    });
  });

  it('refuse a content of another length', async () => {
    const { blobs } = blobsInMemory();
    const keyed = await putInputs({ ...NOTHING, candles: { 'A:B-C': candlesOf(100) } }, modules, blobs);
    await expect(getInputs(keyed, modules, async () => new Uint8Array(7))).rejects.toThrow(
      '100 candles of 5 columns came as 7 bytes',
    );
  });
});

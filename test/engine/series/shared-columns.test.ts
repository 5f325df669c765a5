import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { buildSync } from 'esbuild';
import { indicator, Strategy, ta } from 'jbt-runner';
import { describe, expect, test } from 'vitest';
import { SeriesCache } from '../../../src/engine/series/series-cache.ts';
import { SharedColumns } from '../../../src/engine/series/shared-columns.ts';
import { minutesClosingAt, playOne } from '../support/stage.ts';

const BYTES = 8;

describe('columns that threads share', () => {
  test('are found by their key, as they were added', () => {
    const shared = new SharedColumns(SharedColumns.allocate(1e6));
    const columns = [Float64Array.of(1, Number.NaN, 3), Float64Array.of(-4, 5, Number.POSITIVE_INFINITY)];
    expect(shared.find('ü {"period":3}')).toBeNull();
    expect(shared.add('ü {"period":3}', columns)).toEqual(columns);
    expect(shared.find('ü {"period":3}')).toEqual(columns);
    expect(shared.find('u {"period":3}')).toBeNull();
    expect(shared.add('empty', [new Float64Array(0)])).toEqual([new Float64Array(0)]);
  });

  test('are those that came first, for a key that is added twice', () => {
    const shared = new SharedColumns(SharedColumns.allocate(1e6));
    shared.add('a', [Float64Array.of(1)]);
    expect(shared.add('a', [Float64Array.of(2)])).toEqual([Float64Array.of(1)]);
  });

  test('are not added when there is no room for them, and leave the rest as it was', () => {
    const shared = new SharedColumns(SharedColumns.allocate(100 * BYTES));
    expect(shared.add('large', [new Float64Array(100)])).toBeNull();
    expect(shared.add('a', [new Float64Array(80).fill(7)])).not.toBeNull();
    expect(shared.add('b', [new Float64Array(80)])).toBeNull();
    expect(shared.find('a')).toEqual([new Float64Array(80).fill(7)]);
    expect(shared.find('b')).toBeNull();
  });

  test('are told apart in any number, until the table is full', () => {
    const shared = new SharedColumns(SharedColumns.allocate(2e6));
    const added = Array.from({ length: 17_000 }, (_, i) => shared.add(`${i}`, [Float64Array.of(i)]));
    const held = added.flatMap((columns, i) => (columns === null ? [] : [i]));
    expect(held.length).toBe(2 ** 14);
    for (const i of held) expect(shared.find(`${i}`)).toEqual([Float64Array.of(i)]);
    expect(shared.find('none')).toBeNull();
  });
});

/** Adds the same keys as the other threads, in an order of its own; counts columns that are not what their key says. */
const ADDING = `
const { parentPort, workerData: { memory, seed } } = await import('node:worker_threads');
const shared = new SharedColumns(memory);
const valueOf = (key) => [...key].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7);
let wrong = 0;
for (let i = 0; i < 3000; i++) {
  const key = 'key ' + ((i * seed) % 499);
  const made = [new Float64Array(20).fill(valueOf(key)), new Float64Array(20).fill(-valueOf(key))];
  const columns = shared.find(key) ?? shared.add(key, made) ?? made;
  if (columns.length !== 2 || columns.some((column, n) => column.some((value) => value !== (n ? -1 : 1) * valueOf(key)))) wrong += 1;
}
parentPort.postMessage(wrong);
`;

test('columns are whole whatever threads add at the same time', async () => {
  const path = join(import.meta.dirname, '../../../src/engine/series/shared-columns.ts');
  const { outputFiles } = buildSync({ entryPoints: [path], bundle: true, format: 'esm', write: false });
  const code = `data:text/javascript,${encodeURIComponent(outputFiles[0].text + ADDING)}`;
  const memory = SharedColumns.allocate(1e6);
  const wrong = [7, 11, 13, 17].map((seed) => {
    const worker = new Worker(new URL(code), { workerData: { memory, seed } });
    return new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  });
  expect(await Promise.all(wrong)).toEqual([0, 0, 0, 0]);
  const shared = new SharedColumns(memory);
  expect(Array.from({ length: 499 }, (_, i) => shared.find(`key ${i}`)?.length)).toEqual(Array(499).fill(2));
});

const candles = minutesClosingAt(Array.from({ length: 300 }, (_, i) => 100 + 10 * Math.sin(i / 9)));
/** Named like an indicator of jbt, and another one each time it is made. */
const ownIndicator = (added: number) =>
  indicator({
    ...ta.sma.spec,
    compute: ({ close }) => ({ value: close.map((price) => price + added) }),
  });

class Reader extends Strategy {
  readonly seen: number[] = [];
  bands = this.indicator(ta.bollingerBands, { period: 20 });
  smooth = this.indicator(ta.ema, { period: 4 }, { of: this.bands.upperband });
  own = this.indicator(ownIndicator(1));
  other = this.indicator(ownIndicator(2));
  override shouldLong() {
    return false;
  }
  override after() {
    this.seen.push(this.bands.lowerband.now, this.smooth.now, this.own.now, this.other.now);
  }
}

test('sessions of different threads read the same numbers as a session alone', () => {
  const shared = new SharedColumns(SharedColumns.allocate(1e6));
  const seenWith = (series: SeriesCache): readonly number[] => {
    const [strategy] = playOne(Reader, candles, { series }).strategies;
    return (strategy as Reader).seen;
  };
  const alone = seenWith(new SeriesCache());
  expect(alone.at(-1)).toBe(candles.close[candles.length - 1] + 2);
  expect(seenWith(new SeriesCache(1e6, shared))).toEqual(alone);
  expect(seenWith(new SeriesCache(1e6, shared))).toEqual(alone);
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type BaselineJob, readBaseline, writeBaseline } from '../../../src/cli/results/baseline/baseline-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'jbt-baseline-'));
afterAll(() => rmSync(folder, { recursive: true }));

const JOBS: readonly BaselineJob[] = [
  {
    job: 'a',
    hash: '1',
    metrics: { total: 1, sharpe_ratio: null },
    trades: [['FIL-USDT', 'long', '2023-08-02', '2023-08-02 00:26', 10, 3.8966, 3.9121864, -0.1]],
  },
  { job: 'b', hash: '2', metrics: {}, trades: [] },
  { job: 'c', hash: '3', metrics: {}, trades: null },
];

describe('a baseline file', () => {
  it('reads back as it was written', () => {
    const path = join(folder, 'whole.ndjson');
    writeBaseline(path, JOBS);
    expect(readBaseline(path)).toEqual(JOBS);
  });

  it.each([
    ['', 1],
    ['{"format":1}', 1],
    ['{"jbtBaseline":1}\nnonsense', 2],
    ['{"jbtBaseline":1}\n{"job":"a","hash":"1","trades":1,"metrics":{}}', 3],
    ['{"jbtBaseline":1}\n{"job":"a","hash":"1","trades":1,"metrics":{}}\n["FIL-USDT"]', 3],
    ['{"jbtBaseline":1}\n{"job":"a","hash":"1","trades":1000000000000,"metrics":{}}', 2],
  ])('names the line at which %j is damaged', (content, line) => {
    const path = join(folder, 'damaged.ndjson');
    writeFileSync(path, content);
    expect(() => readBaseline(path)).toThrow(`${path} is no whole baseline (line ${line})`);
  });
});

import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createLogsReporter } from '../../../src/adapters/reporters/logs.ts';
import type { Fact } from '../../../src/run/events.ts';
import { logged, published, traced } from '../../support/facts.ts';

const TIME = Date.UTC(2023, 7, 11, 14, 30);

function write(jobs: readonly (readonly [jobId: string, facts: readonly Fact[]])[]): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'jbt-logs-')), 'logs');
  const reporter = createLogsReporter(folder);
  for (const [jobId, facts] of jobs) reporter.on({ type: 'job-facts', at: 0, jobId, facts });
  return folder;
}

test('every job has a file with its logs and the fate of its orders, in order', () => {
  const folder = write([
    ['a', [traced('SUBMITTED order: FIL-USDT, STOP, buy, 1, $4.25', { time: TIME })]],
    ['b', [logged('no signal', { level: 'error', time: TIME })]],
    ['a', [logged('bought', { time: TIME })]],
  ]);
  expect(readdirSync(folder).sort()).toEqual(['a.txt', 'b.txt']);
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe(
    '[DEBUG | 2023-08-11T14:30:00] SUBMITTED order: FIL-USDT, STOP, buy, 1, $4.25\n[INFO | 2023-08-11T14:30:00] bought\n',
  );
  expect(readFileSync(join(folder, 'b.txt'), 'utf8')).toBe('[ERROR | 2023-08-11T14:30:00] no signal\n');
});

test('what strategies publish is for listeners, not for the file', () => {
  const folder = write([['a', [published(1)]]]);
  expect(readdirSync(folder)).toEqual([]);
});

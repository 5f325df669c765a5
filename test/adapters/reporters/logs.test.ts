import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createLogsReporter } from '../../../src/adapters/reporters/logs.ts';
import type { Fact } from '../../../src/run/events.ts';

const TIME = Date.UTC(2023, 7, 11, 14, 30);

function write(jobs: readonly (readonly [jobId: string, facts: readonly Fact[]])[]): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'jbt-logs-')), 'logs');
  const reporter = createLogsReporter(folder);
  for (const [jobId, facts] of jobs) reporter.on({ type: 'job-facts', at: 0, jobId, facts });
  return folder;
}

test('every job has a file with its logs and the fate of its orders, in order', () => {
  const folder = write([
    ['a', [{ kind: 'trace', time: TIME, message: 'SUBMITTED order: FIL-USDT, STOP, buy, 1, $4.25' }]],
    ['b', [{ kind: 'log', level: 'error', time: TIME, message: 'no signal' }]],
    ['a', [{ kind: 'log', level: 'info', time: TIME, message: 'bought' }]],
  ]);
  expect(readdirSync(folder).sort()).toEqual(['a.txt', 'b.txt']);
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe(
    '[INFO | 2023-08-11T14:30:00] SUBMITTED order: FIL-USDT, STOP, buy, 1, $4.25\n[INFO | 2023-08-11T14:30:00] bought\n',
  );
  expect(readFileSync(join(folder, 'b.txt'), 'utf8')).toBe('[ERROR | 2023-08-11T14:30:00] no signal\n');
});

test('what strategies publish is for listeners, not for the file', () => {
  const folder = write([['a', [{ kind: 'published', time: TIME, event: 'signal', value: 1 }]]]);
  expect(readdirSync(folder)).toEqual([]);
});

import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createLogLinesReporter, type LogLimits } from '../../../src/adapters/reporters/log-lines.ts';
import type { Fact, RunEvent } from '../../../src/run/events.ts';
import { logged, published, traced } from '../../support/facts.ts';
import { testFolder } from '../../support/folder.ts';
import { doneOf, FIRST_DAY, jobOf, reportWith, runOf, TRADES } from '../../support/scripted-run.ts';

const TIME = '2023-08-01T00:00:00.000Z';

function facts(jobId: string, ...list: readonly Fact[]): RunEvent {
  return { type: 'job-facts', at: 0, jobId, facts: list };
}

function finished(id: string): RunEvent {
  const told = { outcome: doneOf(id), trades: TRADES, attempts: 1, replayed: false };
  return { type: 'job-finished', at: 0, job: jobOf(id), ...told };
}

const RUN_FINISHED: RunEvent = { type: 'run-finished', at: 0, report: reportWith([]) };

async function told(events: readonly RunEvent[], limits?: LogLimits, path = join(testFolder(), 'logs.ndjson')) {
  const warnings: string[] = [];
  const reporter = createLogLinesReporter(path, (message) => warnings.push(message), limits);
  reporter.on({ type: 'run-started', at: 0, run: { ...runOf([]), id: 'r' } });
  for (const event of events) reporter.on(event);
  await reporter.close();
  const text = existsSync(path) ? readFileSync(path, 'utf8') : null;
  const lines =
    text
      ?.trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)) ?? null;
  return { path, lines, warnings };
}

it('logs, steps of the engine and published events of all backtests are lines of one file', async () => {
  const error = logged('no "luck"\n', { level: 'error' });
  const { lines, warnings } = await told([
    facts('a', logged('hello'), published({ x: 1 }, { id: 2 }), traced('EXECUTED order', { id: 3 })),
    facts('b', error),
    RUN_FINISHED,
  ]);
  expect(lines).toEqual([
    { job: 'a', session: 'r/a', id: 1, time: TIME, level: 'info', text: 'hello' },
    { job: 'a', session: 'r/a', id: 2, time: TIME, event: 'signal', value: { x: 1 } },
    {
      ...{ job: 'a', session: 'r/a', id: 3, time: TIME, level: 'debug' },
      ...{ step: 'order_submission', symbol: 'FIL-USDT', text: 'EXECUTED order' },
    },
    { job: 'b', session: 'r/b', id: 1, time: TIME, level: 'error', text: 'no "luck"\n' },
  ]);
  expect(warnings).toEqual([]);
});

it('without a line there is no file, and a point of a plot is none', async () => {
  const plotted: Fact = { kind: 'plotted', time: FIRST_DAY, name: 'trend', value: 4 };
  expect((await told([facts('a', plotted), finished('a'), RUN_FINISHED])).lines).toBeNull();
});

it('a backtest that logs too much loses lines of its own alone, which are counted and told', async () => {
  const flood = Array.from({ length: 100 }, (_, index) => logged(`line ${index}`));
  const limits = { job: 1000, file: 1_000_000 };
  const { lines, warnings } = await told(
    [facts('a', ...flood), finished('a'), facts('b', logged('b')), RUN_FINISHED],
    limits,
  );
  const written = lines?.filter(({ job, text }) => job === 'a' && text !== undefined).length ?? 0;
  expect(written).toBeGreaterThan(5);
  expect(written).toBeLessThan(20);
  expect(lines?.slice(written)).toEqual([
    { job: 'a', dropped: 100 - written },
    { job: 'b', session: 'r/b', id: 1, time: TIME, level: 'info', text: 'b' },
  ]);
  expect(warnings).toEqual([
    'the part of a in logs.ndjson is full: further lines are counted and not written',
    `logs.ndjson: ${100 - written} lines had no room`,
  ]);
});

it('the file stays within its limit over all starts of a run', async () => {
  const limits = { job: 1_000_000, file: 2000 };
  const flood = Array.from({ length: 100 }, (_, index) => logged(`line ${index}`));
  const { path } = await told([facts('a', ...flood)], limits);
  const { size } = statSync(path);
  expect(size).toBeLessThan(2100);
  const { warnings } = await told([facts('a', logged('one more')), RUN_FINISHED], limits, path);
  expect(statSync(path).size).toBeLessThan(size + 100);
  expect(warnings).toContain('logs.ndjson: 1 line had no room');
});

it('a lost attempt is told between its lines and those of the next', async () => {
  const retried: RunEvent = { type: 'job-retried', at: 0, jobId: 'a', reason: 'the worker ended' };
  const { lines } = await told([facts('a', logged('first')), retried, facts('a', logged('second'))]);
  expect(lines?.[1]).toEqual({ job: 'a', retried: 'the worker ended' });
});

it.each([
  [undefined, null],
  [Number.NaN, null],
  [10n, '10'],
  [
    [1, 'x'],
    [1, 'x'],
  ],
])('a published %s is written as %j', async (value, expected) => {
  const { lines } = await told([facts('a', published(value))]);
  expect(lines?.[0].value).toEqual(expected);
});

it('a published circle is text', async () => {
  const circle: { self?: unknown } = {};
  circle.self = circle;
  const { lines } = await told([facts('a', published(circle))]);
  expect(lines?.[0].value).toBe('[object Object]');
});

it('long texts and values are cut, and say so', async () => {
  const { lines } = await told([facts('a', logged('x'.repeat(9_000)), published('y'.repeat(9_000)))]);
  expect(lines?.map(({ text, value, cut }) => [text?.length ?? value.length, cut])).toEqual([
    [8_000, true],
    [8_000, true],
  ]);
});

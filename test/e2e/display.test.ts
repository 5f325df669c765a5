import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { batch, candlesCsv, JBT, Project } from './support/project.ts';
import { LOOPING, TREND } from './support/strategies.ts';
import { Tmux } from './support/tmux.ts';

const project = new Project({
  'fil.csv': candlesCsv(2 * 1440),
  'strategies/trend.ts': TREND,
  'strategies/looping.ts': LOOPING,
  'trend.yaml': `warmup: 0${batch('strategies/trend.ts', [3, 5, 7])}`,
  'looping.yaml': `warmup: 0${batch('strategies/looping.ts', [3, 5, 7])}`,
});

beforeAll(async () => {
  await project.importCandles();
});

let terminal: Tmux | null = null;

afterEach(() => {
  terminal?.close();
  terminal = null;
});

afterAll(() => project.remove());

function start(columns: number, ...words: readonly string[]): Tmux {
  terminal = new Tmux(project.folder, columns, `${process.execPath} ${JBT} run ${words.join(' ')}`);
  return terminal;
}

const LONG = ['looping.yaml', '--parallel', '2', '--stall', '1h', '--timeout', '1h'];

/** True for two bars and the line of the whole, and no other line that jbt draws and erases. */
function isBlock(lines: readonly string[], columns: number): boolean {
  const drawn = lines.filter((line) => /[━╌]|of 3|^(?:starting|reading|bundling|checking|loading)/.test(line));
  const starts = [/^1 every=3 .*\d%/, /^2 every=5 .*\d%/, /0 of 3/];
  return (
    drawn.length === starts.length &&
    starts.every((start, index) => start.test(drawn[index])) &&
    drawn.every((line) => line.length <= columns)
  );
}

test('the live block follows every width of the terminal and leaves nothing behind', async () => {
  const screen = start(140, ...LONG);
  await screen.until('a block of 140 columns', (lines) => isBlock(lines, 140));
  for (const columns of [80, 50, 30, 50, 140, 30]) {
    // tmux holds back a change of size that follows another within a quarter of a second.
    await new Promise((resolve) => setTimeout(resolve, 500));
    screen.resize(columns);
    await screen.until(`a block of ${columns} columns`, (lines) => isBlock(lines, columns));
  }
  screen.interrupt();
  await screen.until('the end', (lines) => lines.some((line) => line.includes('3 cancelled')));
  expect(screen.lines().filter((line) => /[━╌]/.test(line))).toEqual([]);
});

test('a run that is over leaves its table, its summary and where the report lies', async () => {
  const screen = start(80, 'trend.yaml', '--parallel', '1');
  const lines = await screen.until('the report', (shown) => shown.some((line) => line.startsWith('jbt show')));
  expect(lines.filter((line) => line !== '$')).toEqual([
    '3 results by Net profit %',
    expect.stringMatching(/^trend · FIL-USDT · 15m · 2023-08-01 to /),
    expect.stringMatching(/^# {2}every/),
    ...['1', '2', '3'].map((place) => expect.stringMatching(new RegExp(`^${place} `))),
    expect.stringMatching(/^3 backtests: 3 done/),
    expect.stringMatching(/report\.json$/),
    'jbt show 1 shows the first in full; report.html shows all in a browser',
  ]);
});

test('the table draws the equity of each backtest on a terminal, in plain characters without UTF-8', async () => {
  await project.jbt('run', 'trend.yaml');
  const wide = new Tmux(project.folder, 140, `${process.execPath} ${JBT} report`);
  const plain = new Tmux(project.folder, 140, `LC_ALL=C ${process.execPath} ${JBT} report`);
  try {
    const has = (look: RegExp) => (lines: readonly string[]) => lines.filter((line) => look.test(line)).length === 3;
    await wide.until('sparklines', has(/^\d .* [▁-█]{3}$/));
    await plain.until('sparklines of plain characters', has(/^\d .* [_.,\-=+*#]{3}$/));
  } finally {
    wide.close();
    plain.close();
  }
});

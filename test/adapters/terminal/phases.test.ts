import { expect, test } from 'vitest';
import { charsetOf } from '../../../src/adapters/terminal/charset.ts';
import { createPaint } from '../../../src/adapters/terminal/paint.ts';
import { createPhaseLine, createPhaseLines } from '../../../src/adapters/terminal/phases.ts';
import { whileStarting } from '../../../src/adapters/terminal/starting.ts';
import type { Clock } from '../../../src/run/ports.ts';
import { createScreen } from '../../support/screen.ts';

/** A clock that stands still until the test moves it. */
function handClock() {
  let now = 0;
  const callbacks = new Set<() => void>();
  const clock: Clock = {
    now: () => now,
    every: (_ms, callback) => {
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
  };
  const wait = (ms: number) => {
    now += ms;
    for (const callback of callbacks) callback();
  };
  return { clock, wait };
}

/** Work that goes on until the test ends it. */
function openWork() {
  let end = () => {};
  const done = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { work: () => done, end };
}

function phaseLine(columns = 80) {
  const screen = createScreen(columns);
  const { clock, wait } = handClock();
  const phases = createPhaseLine({ stream: screen.stream, clock, paint: createPaint(false), charset: charsetOf({}) });
  return { screen, phases, wait };
}

test('a terminal shows a phase before its work begins, and its seconds when it takes long', async () => {
  const { screen, phases, wait } = phaseLine();
  const { work, end } = openWork();
  const types = phases.during('checking types', work);
  expect(screen.lines()).toEqual(['checking types']);
  wait(2_300);
  expect(screen.lines()).toEqual(['checking types  2.3 s']);
  end();
  await types;
  phases.close();
  expect(screen.lines()).toEqual(['']);
});

test('phases at the same time stand beside one another', async () => {
  const { screen, phases } = phaseLine();
  const [types, candles] = [openWork(), openWork()];
  const both = [phases.during('checking types', types.work), phases.during('loading candles', candles.work)];
  expect(screen.lines()).toEqual(['checking types · loading candles']);
  types.end();
  await both[0];
  expect(screen.lines()).toEqual(['loading candles']);
});

test('a message of others goes above the line, and the line is gone when the work fails', async () => {
  const { screen, phases, wait } = phaseLine();
  const failing = phases.during('loading candles', async () => {
    phases.messages.write('warning: the store was damaged\n');
    wait(100);
    expect(screen.lines()).toEqual(['warning: the store was damaged', 'loading candles']);
    throw new Error('no candles');
  });
  await expect(failing).rejects.toThrow('no candles');
  expect(screen.lines()).toEqual(['warning: the store was damaged']);
});

test('a log has a line for a phase above a second, once, and none for the others', async () => {
  const screen = createScreen(80);
  const { clock, wait } = handClock();
  const phases = createPhaseLines({ stream: screen.stream, clock });
  await phases.during('reading the batch', async () => {});
  const types = openWork();
  const checking = phases.during('checking types', types.work);
  wait(1_000);
  wait(1_000);
  expect(screen.written()).toBe('waiting: checking types ...\n');
  types.end();
  await checking;
  expect(screen.written()).toBe('waiting: checking types ...\n');
});

test('a log tells of a phase that kept the thread when it is over', async () => {
  const screen = createScreen(80);
  let now = 0;
  const phases = createPhaseLines({ stream: screen.stream, clock: { now: () => now, every: () => () => {} } });
  await phases.during('loading candles', async () => {
    now = 3_100;
  });
  expect(screen.written()).toBe('waiting: loading candles took 3.1 s\n');
});

test('a command says that it starts before it is loaded, on a terminal alone', async () => {
  const [screen, pipe] = [createScreen(80), createScreen(80)];
  Object.assign(pipe.stream, { isTTY: false });
  const loaded = await whileStarting(screen.stream, {}, async () => screen.lines());
  expect(loaded).toEqual(['starting']);
  expect(screen.lines()).toEqual(['']);
  await whileStarting(pipe.stream, {}, async () => {});
  expect(pipe.written()).toBe('');
});

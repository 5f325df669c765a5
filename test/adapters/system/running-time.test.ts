import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { afterRunning } from '../../../src/adapters/system/running-time.ts';

describe('a limit on the time that the process runs', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** A limit of a second, and a clock that a stopped process sees jump. */
  function limit() {
    let stopped = 0;
    let ended = false;
    const now = () => Date.now() + stopped;
    const cancel = afterRunning(1000, () => (ended = true), now);
    return {
      cancel,
      hasEnded: () => ended,
      stop(ms: number) {
        stopped += ms;
      },
    };
  }

  it('ends after as much time when nothing stops it', () => {
    const { hasEnded } = limit();
    vi.advanceTimersByTime(999);
    expect(hasEnded()).toBe(false);
    vi.advanceTimersByTime(1);
    expect(hasEnded()).toBe(true);
  });

  it('does not count an hour in which the process was stopped', () => {
    const { stop, hasEnded } = limit();
    vi.advanceTimersByTime(300);
    stop(3_600_000);
    vi.advanceTimersByTime(400);
    expect(hasEnded()).toBe(false);
    vi.advanceTimersByTime(700);
    expect(hasEnded()).toBe(true);
  });

  it('does not end once it is cancelled', () => {
    const { cancel, hasEnded } = limit();
    vi.advanceTimersByTime(500);
    cancel();
    vi.advanceTimersByTime(5000);
    expect(hasEnded()).toBe(false);
  });
});

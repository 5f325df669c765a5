import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Schedule } from '../../src/engine/schedule.ts';
import { DAY, HOUR, MINUTE } from '../../src/model/time.ts';
import { START } from './support/stage.ts';

const DAY_MINUTES = 1440;

describe('the schedule', () => {
  it('samples equity as each day of the UTC clock ends, but not at the very end', () => {
    const schedule = new Schedule(START, 0, 3 * DAY_MINUTES, 'day-end');
    expect(samples(schedule)).toEqual([1439, 2879]);
  });

  it('counts days by the clock also for a session that begins within one', () => {
    const schedule = new Schedule(START + 6 * HOUR, 0, 2 * DAY_MINUTES, 'day-end');
    expect(samples(schedule)).toEqual([18 * 60 - 1, 18 * 60 - 1 + DAY_MINUTES]);
  });

  it('samples a minute after each day of the session where Jesse does (F04)', () => {
    const schedule = new Schedule(START - DAY, DAY_MINUTES, 4 * DAY_MINUTES, 'minute-after-day');
    expect(samples(schedule)).toEqual([2 * DAY_MINUTES, 3 * DAY_MINUTES]);
  });

  it('knows the time of a minute and where days end: the last one with the session', () => {
    const schedule = new Schedule(START + 6 * HOUR, 0, 2 * DAY_MINUTES, 'day-end');
    expect(schedule.timeOf(3)).toBe(START + 6 * HOUR + 3 * MINUTE);
    const ends = minutesOf(schedule).filter((minute) => schedule.endsDay(minute));
    expect(ends).toEqual([18 * 60 - 1, 18 * 60 - 1 + DAY_MINUTES, 2 * DAY_MINUTES - 1]);
  });

  it('never lets the loop skip a sample or the end of a day', () => {
    const offsets = fc.nat(DAY_MINUTES - 1);
    const samplings = fc.constantFrom('day-end' as const, 'minute-after-day' as const);
    fc.assert(
      fc.property(offsets, offsets, samplings, fc.nat(3 * DAY_MINUTES), (offset, warmup, sampling, minute) => {
        const schedule = new Schedule(START + offset * MINUTE, warmup, warmup + 3 * DAY_MINUTES + 1, sampling);
        const from = warmup + minute;
        schedule.setDue(from);
        expect(schedule.due).toBeGreaterThanOrEqual(from);
        for (let i = from; i < schedule.due; i++) {
          expect(schedule.samplesEquity(i) || schedule.endsDay(i)).toBe(false);
        }
      }),
      { numRuns: 50 },
    );
  });
});

function minutesOf({ first, end }: Schedule): readonly number[] {
  return Array.from({ length: end - first }, (_, i) => first + i);
}

function samples(schedule: Schedule): readonly number[] {
  return minutesOf(schedule).filter((minute) => schedule.samplesEquity(minute));
}

import type { Timestamp } from '../../model/time.ts';
import type { Clock, During } from '../../run/ports.ts';
import { formatSeconds } from '../../run/text/numbers.ts';
import { printable } from '../../run/text/plain.ts';
import type { Charset } from './charset.ts';
import { cutTo, type Paint } from './paint.ts';
import { Redraw } from './redraw.ts';

/** Tells people what they wait for until the first backtest starts. */
export interface Phases {
  readonly during: During;
  /** Takes messages of others meanwhile. */
  readonly messages: NodeJS.WriteStream;
  close(): void;
}

interface Phase {
  readonly name: string;
  readonly since: Timestamp;
}

/** Ten frames a second, as the block of the run. */
const FRAME_MS = 100;
/** Shorter phases need neither seconds nor a line in a log. */
const LONG_MS = 1_000;

export interface PhaseLineOptions {
  readonly stream: NodeJS.WriteStream;
  readonly clock: Clock;
  readonly paint: Paint;
  readonly charset: Charset;
}

/** One line on a terminal, drawn when a phase begins, with its seconds when it takes long. */
export function createPhaseLine({ stream, clock, paint, charset }: PhaseLineOptions): Phases {
  const running = new Set<Phase>();
  const redraw = new Redraw(stream);
  const draw = () => {
    const line = cutTo(charset(phaseLine([...running], clock.now())), stream.columns);
    redraw.draw(line === '' ? [] : [paint('dim', line)]);
  };
  const stopFrames = clock.every(FRAME_MS, draw);
  return {
    during: async (name, work) => {
      const phase = { name, since: clock.now() };
      running.add(phase);
      draw();
      try {
        return await work();
      } finally {
        running.delete(phase);
        draw();
      }
    },
    messages: Object.create(stream, {
      write: {
        value: (text: string) => {
          redraw.draw([]);
          return stream.write(text);
        },
      },
    }),
    close: () => {
      stopFrames();
      redraw.draw([]);
    },
  };
}

function phaseLine(running: readonly Phase[], now: Timestamp): string {
  const names = running.map(({ name }) => printable(name)).join(' · ');
  const waited = Math.max(0, ...running.map(({ since }) => now - since));
  return waited < LONG_MS ? names : `${names}  ${formatTenths(waited)}`;
}

function formatTenths(ms: number): string {
  return ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : formatSeconds(ms / 1000);
}

export interface PhaseLinesOptions {
  readonly stream: NodeJS.WriteStream;
  readonly clock: Clock;
}

/** Lines in a log: one for each phase that takes long, and none for the others. */
export function createPhaseLines({ stream, clock }: PhaseLinesOptions): Phases {
  const during: During = async (name, work) => {
    const since = clock.now();
    let told = false;
    const stop = clock.every(LONG_MS, () => {
      if (!told) stream.write(`waiting: ${printable(name)} ...\n`);
      told = true;
    });
    try {
      return await work();
    } finally {
      stop();
      const waited = clock.now() - since;
      // Work that does not let go of the thread is told when it is over.
      if (!told && waited >= LONG_MS) stream.write(`waiting: ${printable(name)} took ${formatTenths(waited)}\n`);
    }
  };
  return { during, messages: stream, close: () => {} };
}

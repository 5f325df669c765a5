/** Longest wait between two looks at the clock. */
const TICK_MS = 250;

/** A clock of the time in which the process ran: of a longer gap (SIGSTOP, a sleeping machine) one tick counts. */
export class RunningClock {
  readonly #now: () => number;
  readonly #longestGapMs: number;
  #seen: number;
  #ran = 0;

  /** `longestGapMs` is the longest time between two reads while the process runs. */
  constructor(longestGapMs: number, now: () => number = () => performance.now()) {
    this.#now = now;
    this.#longestGapMs = longestGapMs;
    this.#seen = now();
  }

  /** Milliseconds that the process ran since the clock was made. Read it at least once in the longest gap. */
  read(): number {
    const now = this.#now();
    this.#ran += Math.min(now - this.#seen, this.#longestGapMs);
    this.#seen = now;
    return this.#ran;
  }
}

/** Calls back when the process has run for `ms`. Returns a function that cancels it. */
export function afterRunning(ms: number, callback: () => void, now?: () => number): () => void {
  const clock = new RunningClock(2 * TICK_MS, now);
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    const left = ms - clock.read();
    if (left <= 0) callback();
    else timer = setTimeout(wait, Math.min(left, TICK_MS));
  };
  wait();
  return () => clearTimeout(timer);
}

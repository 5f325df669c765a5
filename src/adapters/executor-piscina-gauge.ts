const MINUTES = 0;
const STOP = 1;
const HEARD = 2;
const FIELDS = 3;

/** Batches of facts on their way at once; more would only fill the memory of a coordinator that cannot keep up. */
const MOST_UNHEARD = 32;
const PATIENCE_MS = 50;

/**
 * Shared memory of one job: how far it is, whether it must stop, how much was heard of what it told.
 * One for each job, not for each thread: a thread that is being ended cannot touch its successor's.
 */
export function createGauge(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(FIELDS * Int32Array.BYTES_PER_ELEMENT));
}

export function minutesPlayed(gauge: Int32Array): number {
  return Atomics.load(gauge, MINUTES);
}

export function askToStop(gauge: Int32Array): void {
  Atomics.store(gauge, STOP, 1);
}

/** One more batch of facts was heard. */
export function countHeard(gauge: Int32Array): void {
  Atomics.add(gauge, HEARD, 1);
  Atomics.notify(gauge, HEARD);
}

/** In the thread: notes the minutes played; true when the job must stop. */
export function noteDay(gauge: Int32Array, minutes: number): boolean {
  Atomics.store(gauge, MINUTES, minutes);
  return mustStop(gauge);
}

/** In the thread: blocks it while more than a few of the `sent` batches are unheard. */
export function awaitHearing(gauge: Int32Array, sent: number): void {
  for (;;) {
    const heard = Atomics.load(gauge, HEARD);
    if (sent - heard <= MOST_UNHEARD || mustStop(gauge)) return;
    Atomics.wait(gauge, HEARD, heard, PATIENCE_MS);
  }
}

function mustStop(gauge: Int32Array): boolean {
  return Atomics.load(gauge, STOP) === 1;
}

const MINUTES = 0;
const STOP = 1;
const HEARD = 2;
const ACTED_UPON = 3;
const ANSWERS = 4;
const FIELDS = 5;

/** Batches of one kind on their way at once; more would only fill the memory of a coordinator that cannot keep up. */
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

/** One more batch of orders about values was acted upon. */
export function countActedUpon(gauge: Int32Array): void {
  Atomics.add(gauge, ACTED_UPON, 1);
  Atomics.notify(gauge, ACTED_UPON);
}

export function actedUpon(gauge: Int32Array): number {
  return Atomics.load(gauge, ACTED_UPON);
}

/** There is an answer to a question about values. */
export function announceAnswer(gauge: Int32Array): void {
  Atomics.add(gauge, ANSWERS, 1);
  Atomics.notify(gauge, ANSWERS);
}

/** In the thread: notes the minutes played; true when the job must stop. */
export function noteDay(gauge: Int32Array, minutes: number): boolean {
  Atomics.store(gauge, MINUTES, minutes);
  return mustStop(gauge);
}

/** In the thread: blocks it while more than a few of the `sent` batches are unheard. */
export function awaitHearing(gauge: Int32Array, sent: number): void {
  awaitCount(gauge, HEARD, sent - MOST_UNHEARD);
}

/** In the thread: blocks it while more than a few of the `sent` batches of orders are not acted upon. */
export function awaitAction(gauge: Int32Array, sent: number): void {
  awaitCount(gauge, ACTED_UPON, sent - MOST_UNHEARD);
}

function awaitCount(gauge: Int32Array, field: number, least: number): void {
  for (;;) {
    const count = Atomics.load(gauge, field);
    if (count >= least || mustStop(gauge)) return;
    Atomics.wait(gauge, field, count, PATIENCE_MS);
  }
}

/** In the thread: blocks it until `find` finds an answer, for `mostMs` or until the job must stop; null then. */
export function awaitAnswer<Answer>(gauge: Int32Array, find: () => Answer | null, mostMs: number): Answer | null {
  for (let waited = 0; waited < mostMs && !mustStop(gauge); waited += PATIENCE_MS) {
    const announced = Atomics.load(gauge, ANSWERS);
    const answer = find();
    if (answer !== null) return answer;
    Atomics.wait(gauge, ANSWERS, announced, PATIENCE_MS);
  }
  return null;
}

function mustStop(gauge: Int32Array): boolean {
  return Atomics.load(gauge, STOP) === 1;
}

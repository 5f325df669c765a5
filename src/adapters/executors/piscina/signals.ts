const JOB = 0;
const MINUTES = 1;
const STOP = 2;
const ENDED_JOB = 3;
const HEARD = 4;
const ACTED_UPON = 5;
const ANSWERS = 6;
const FIELDS = 7;

/** Backpressure: most batches of one kind in flight. More would fill the memory of a slow coordinator. */
const MOST_UNHEARD = 32;
const PATIENCE_MS = 50;

/**
 * Creates the shared memory of one thread: its job by number, from 1, and the progress of it; requests to stop; and
 * counters of handled batches. A new thread gets its own, so that one being terminated cannot touch its memory.
 */
export function createSignals(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(FIELDS * Int32Array.BYTES_PER_ELEMENT));
}

/** Number of the job that the thread plays, or has played last; 0 before the first. */
export function jobNumber(signals: Int32Array): number {
  return Atomics.load(signals, JOB);
}

/** Minutes played of the job `jobNumber`. */
export function minutesPlayed(signals: Int32Array): number {
  return Atomics.load(signals, MINUTES);
}

/** Asks for the end of all jobs. */
export function askToStop(signals: Int32Array): void {
  Atomics.store(signals, STOP, 1);
}

/** Asks for the end of one job. */
export function askToEnd(signals: Int32Array, job: number): void {
  Atomics.store(signals, ENDED_JOB, job);
}

/** Counts one more batch of facts as handled. */
export function countHeard(signals: Int32Array): void {
  Atomics.add(signals, HEARD, 1);
  Atomics.notify(signals, HEARD);
}

/** Counts one more batch of value orders as executed. */
export function countActedUpon(signals: Int32Array): void {
  Atomics.add(signals, ACTED_UPON, 1);
  Atomics.notify(signals, ACTED_UPON);
}

export function actedUpon(signals: Int32Array): number {
  return Atomics.load(signals, ACTED_UPON);
}

/** Announces an answer to a question about values. */
export function announceAnswer(signals: Int32Array): void {
  Atomics.add(signals, ANSWERS, 1);
  Atomics.notify(signals, ANSWERS);
}

/** In the thread: begins the next job. */
export function beginJob(signals: Int32Array): void {
  Atomics.store(signals, MINUTES, 0);
  Atomics.add(signals, JOB, 1);
}

/** In the thread: stores the minutes played; returns true if the job must stop. */
export function noteDay(signals: Int32Array, minutes: number): boolean {
  Atomics.store(signals, MINUTES, minutes);
  return mustEnd(signals);
}

/** In the thread: true if no other job may begin. */
export function mustStop(signals: Int32Array): boolean {
  return Atomics.load(signals, STOP) === 1;
}

/** In the thread: blocks while too many of the `sent` batches of facts are unhandled. */
export function awaitHearing(signals: Int32Array, sent: number): void {
  awaitCount(signals, HEARD, sent - MOST_UNHEARD);
}

/** In the thread: blocks while too many of the `sent` batches of orders are not executed. */
export function awaitAction(signals: Int32Array, sent: number): void {
  awaitCount(signals, ACTED_UPON, sent - MOST_UNHEARD);
}

function awaitCount(signals: Int32Array, field: number, least: number): void {
  for (;;) {
    const count = Atomics.load(signals, field);
    if (count >= least || mustEnd(signals)) return;
    Atomics.wait(signals, field, count, PATIENCE_MS);
  }
}

/** In the thread: blocks until `find` finds an answer. Returns null after `mostMs`, or if the job must stop. */
export function awaitAnswer<Answer>(signals: Int32Array, find: () => Answer | null, mostMs: number): Answer | null {
  for (let waited = 0; waited < mostMs && !mustEnd(signals); waited += PATIENCE_MS) {
    const announced = Atomics.load(signals, ANSWERS);
    const answer = find();
    if (answer !== null) return answer;
    Atomics.wait(signals, ANSWERS, announced, PATIENCE_MS);
  }
  return null;
}

function mustEnd(signals: Int32Array): boolean {
  return mustStop(signals) || Atomics.load(signals, ENDED_JOB) === Atomics.load(signals, JOB);
}

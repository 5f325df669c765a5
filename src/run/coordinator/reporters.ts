import type { RunEvent } from '../events.ts';
import type { Clock, Reporter } from '../ports.ts';

/** Fan-out to the reporters of a run. One that throws is dropped, and the others are warned. */
export class Reporters {
  readonly #clock: Clock;
  #reporters: readonly Reporter[];

  constructor(reporters: readonly Reporter[], clock: Clock) {
    this.#reporters = reporters;
    this.#clock = clock;
  }

  tell(event: RunEvent): void {
    const faults = this.#reporters.flatMap((reporter) => faultOf(reporter, event));
    if (faults.length === 0) return;
    const dropped = new Set(faults.map((fault) => fault.reporter));
    this.#reporters = this.#reporters.filter((reporter) => !dropped.has(reporter));
    for (const { reporter, reason } of faults) {
      const message = `${reporter.constructor.name} failed at ${event.type} and is switched off: ${reason}`;
      this.tell({ type: 'warning', at: this.#clock.now(), message });
    }
  }
}

function faultOf(reporter: Reporter, event: RunEvent): readonly { reporter: Reporter; reason: string }[] {
  try {
    reporter.on(event);
    return [];
  } catch (error) {
    return [{ reporter, reason: error instanceof Error ? error.message : String(error) }];
  }
}

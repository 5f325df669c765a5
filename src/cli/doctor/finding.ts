import { JbtError } from '../../model/errors.ts';

/** A fault keeps jbt from running; a warning costs speed, comfort or a feature. */
export type Status = 'ok' | 'warning' | 'fault';

/** One row of `jbt doctor`. */
export interface Finding {
  readonly name: string;
  readonly status: Status;
  readonly found: string;
  /** Advice; null where there is nothing to do. */
  readonly remedy: string | null;
}

/** One thing that doctor looks at. It changes nothing and ends in bounded time. */
export interface Check {
  readonly name: string;
  look(): Answer | Promise<Answer>;
}

export type Answer = Omit<Finding, 'name'>;

export function ok(found: string, remedy: string | null = null): Answer {
  return { status: 'ok', found, remedy };
}

export function warning(found: string, remedy: string): Answer {
  return { status: 'warning', found, remedy };
}

export function fault(found: string, remedy: string): Answer {
  return { status: 'fault', found, remedy };
}

/** Looks, and takes an error for a fault: its message says what to do, or `remedy` does. */
export async function findingOf({ name, look }: Check, remedy: string): Promise<Finding> {
  try {
    return { name, ...(await look()) };
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return { name, status: 'fault', found, remedy: error instanceof JbtError ? null : remedy };
  }
}

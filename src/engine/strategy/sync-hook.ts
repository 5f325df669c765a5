import { JbtError } from '../../model/errors.ts';

/**
 * Returns what a hook or filter returned. Throws InvalidStrategy for a promise: the session does not wait for it, and
 * as an answer every promise is true.
 */
export function requireSync<T>(name: string, returned: T): T {
  // One comparison on most bars: most hooks return nothing or a boolean.
  if (typeof returned === 'object') refusePromise(name, returned);
  return returned;
}

function refusePromise(name: string, returned: object | null): void {
  if (returned === null || !('then' in returned) || typeof returned.then !== 'function') return;
  // An unhandled rejection would end the thread before this error is reported.
  returned.then(undefined, () => {});
  throw new JbtError(
    'InvalidStrategy',
    `${name} returned a promise: hooks must not be async, for no bar waits for them; await at the top of the file instead`,
  );
}

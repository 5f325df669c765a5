import { JbtError } from '../../model/errors.ts';

/**
 * Returns the answer of a hook or filter. Throws InvalidStrategy for a promise: the session does not wait, so what is done
 * once it settles would be lost, and as an answer every promise is true.
 */
export function requireSync<T>(name: string, returned: T): T {
  // Most hooks return nothing or a truth value, so on most bars this is one comparison.
  if (typeof returned === 'object') refusePromise(name, returned);
  return returned;
}

function refusePromise(name: string, returned: object | null): void {
  if (returned === null || !('then' in returned) || typeof returned.then !== 'function') return;
  // Were it to reject as well, the thread would be ended before the better reason is told.
  returned.then(undefined, () => {});
  throw new JbtError(
    'InvalidStrategy',
    `${name} returned a promise: hooks must not be async, for no bar waits for them; await at the top of the file instead`,
  );
}

import { EXIT } from './exit.ts';

/** Debounce: npm forwards a Ctrl-C that the terminal has already sent to the process. */
const ECHO_MS = 250;

/**
 * Calls `stop` at the first SIGINT, SIGTERM or SIGHUP, and ends the process at the second. Returns a function that
 * removes the listeners, unless a signal came: the process ends then, and a second one must not kill it without exit code.
 */
export function onInterrupt(stop: () => void): () => void {
  let askedAt = Number.POSITIVE_INFINITY;
  const listener = () => {
    if (performance.now() - askedAt > ECHO_MS) process.exit(EXIT.interrupted);
    if (askedAt !== Number.POSITIVE_INFINITY) return;
    askedAt = performance.now();
    stop();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, listener);
  return () => {
    if (askedAt !== Number.POSITIVE_INFINITY) return;
    for (const signal of signals) process.off(signal, listener);
  };
}

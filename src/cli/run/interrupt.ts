/** npm sends a Ctrl-C on to what it started, which the terminal has told already: both are one. */
const ECHO_MS = 250;
const EXIT_INTERRUPTED = 130;

/**
 * Calls `stop` at the first Ctrl-C, request to end, or loss of the terminal, and ends the process at the second. Returns
 * a function that stops listening.
 */
export function onInterrupt(stop: () => void): () => void {
  let askedAt = Number.POSITIVE_INFINITY;
  const listener = () => {
    if (performance.now() - askedAt > ECHO_MS) process.exit(EXIT_INTERRUPTED);
    if (askedAt !== Number.POSITIVE_INFINITY) return;
    askedAt = performance.now();
    stop();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}

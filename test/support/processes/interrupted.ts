import { onInterrupt } from '../../../src/cli/process/interrupt.ts';

/** Tells each step on standard output; once stopped, lives on until a second signal ends it. */
const stopListening = onInterrupt(() => {
  stopListening();
  process.stdout.write('stopping\n');
});
process.stdout.write('listening\n');
setInterval(() => undefined, 1_000);

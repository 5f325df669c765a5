import { openEnvironment } from '../../src/adapters/lmdb/environment.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { JbtError } from '../../src/model/errors.ts';

/** Writes more than files may hold and prints the code of what is thrown. */
const [, , folder] = process.argv;
try {
  const warn = (message: string) => process.stderr.write(message);
  const environment = openEnvironment(folder, { access: 'write', check: 'quick', clock: systemClock, warn });
  environment.transaction(() => environment.values.put('large', Buffer.alloc(4_000_000, 1)));
} catch (error) {
  process.stdout.write(error instanceof JbtError ? `${error.code}\n` : `${error}\n`);
}

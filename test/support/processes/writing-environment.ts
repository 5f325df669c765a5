import { openEnvironment } from '../../../src/adapters/lmdb/environment.ts';
import { systemClock } from '../../../src/adapters/system/clock.ts';

/** Writes and removes values of all sizes until it is killed; says so on standard output once it has begun. */
const [, , folder] = process.argv;
const environment = openEnvironment(folder, {
  access: 'write',
  check: 'quick',
  clock: systemClock,
  warn: (message) => process.stderr.write(message),
});
for (let round = 0; ; round++) {
  environment.transaction(() => {
    for (let i = 0; i < 20; i++) {
      const key = `key ${(round * 7 + i * 13) % 500}`;
      if ((round + i) % 3 === 0) environment.values.remove(key);
      else environment.values.put(key, Buffer.alloc((round * 997 + i * 4_099) % 30_000, round));
    }
  });
  if (round === 20) process.stdout.write('busy\n');
}

import { compactEnvironment } from '../../../src/adapters/lmdb/compact.ts';

/** Compacts an environment again and again until it is killed; says so on standard output after the first time. */
const [, , folder] = process.argv;
for (let round = 0; ; round++) {
  await compactEnvironment(folder);
  if (round === 0) process.stdout.write('compacted\n');
}

// npm run golden -- FILE...: plays golden files, prints every difference, then how many cases passed.
import { playGoldenFile, sum } from './support/files.ts';

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error('usage: npm run golden -- FILE...');
  process.exit(2);
}
const { passed, failed, lines } = sum(files.map(playGoldenFile));
for (const line of lines) console.log(line);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

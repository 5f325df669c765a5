import { writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { systemClock } from '../../../src/adapters/system/clock.ts';
import { openCache } from '../../../src/cli/cache/open.ts';
import { entryContent } from '../entry-content.ts';

/**
 * A process of its own that writes numbered entries, tells of each on standard output when it is kept, and in the end
 * what it was warned of.
 */
const { values: settings } = parseArgs({
  options: { folder: { type: 'string' }, name: { type: 'string' }, entries: { type: 'string' } },
});
const { folder = '', name = '', entries = '0' } = settings;
const warnings: string[] = [];
const warn = (message: string) => warnings.push(message);
const cache = openCache({ driver: 'lmdb', folder, budgetBytes: 2e9, clock: systemClock, warn });
const wrong: string[] = [];
for (let i = 0; i < Number(entries); i++) {
  const key = `${name} ${i}`;
  const isKept = cache.set('results', key, entryContent(key), null);
  const found = cache.get('results', key);
  if (isKept) writeSync(1, `${key}\n`);
  if (isKept ? !entryContent(key).equals(found ?? Buffer.of()) : found !== null) wrong.push(key);
}
await cache.close();
writeSync(1, `${JSON.stringify({ driver: cache.driver, warnings, wrong })}\n`);

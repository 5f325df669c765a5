import { describe } from 'vitest';
import { conformsAsCache } from '../../../conformance/cache.ts';
import { openDisk } from '../../../support/disk-cache.ts';
import { testFolder } from '../../../support/folder.ts';

describe('the cache in LMDB', () => {
  conformsAsCache(({ clock, budgetBytes }) => openDisk(testFolder(), clock, budgetBytes).cache, 'entries');
});

import { describe } from 'vitest';
import { openNoCache } from '../../../src/adapters/cache/none.ts';
import { conformsAsCache } from '../../conformance/cache.ts';

describe('no cache', () => conformsAsCache(openNoCache, 'nothing'));

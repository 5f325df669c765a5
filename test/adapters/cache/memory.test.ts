import { describe } from 'vitest';
import { openMemoryCache } from '../../../src/adapters/cache/memory.ts';
import { conformsAsCache } from '../../conformance/cache.ts';

describe('the cache in memory', () => conformsAsCache(openMemoryCache, 'entries'));

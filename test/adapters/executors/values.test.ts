import { describe } from 'vitest';
import { createInlineExecutor } from '../../../src/adapters/executors/inline.ts';
import { createPiscinaExecutor } from '../../../src/adapters/executors/piscina/executor.ts';
import { sha256 } from '../../../src/adapters/system/digest.ts';
import { valuesV8 } from '../../../src/adapters/system/value-codec.ts';
import { conformsWithValues, type MakeValuesExecutor } from '../../conformance/executor/values.ts';

const onThreads: MakeValuesExecutor = (shared, values, threads) =>
  createPiscinaExecutor({
    threads,
    shared,
    values,
    timeoutMs: null,
    stallMs: null,
    warn: () => {},
    graceMs: 200,
    memoryLimitMb: 256,
  });

const inline: MakeValuesExecutor = (shared, values) =>
  createInlineExecutor({ shared, values, digest: sha256, codec: valuesV8, timeoutMs: null });

describe.each(['lmdb', 'memory'] as const)('strategies that keep values in %s', (driver) => {
  describe('on threads', () => conformsWithValues(driver, onThreads, true));
  describe('in the main thread', () => conformsWithValues(driver, inline, false));
});

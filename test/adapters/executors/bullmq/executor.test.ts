import { describe } from 'vitest';
import { conformsAsExecutor } from '../../../conformance/executor/executor.ts';
import { coordinatorOn, useRedis, workerOn } from './support.ts';

describe('the executor on several machines', () => {
  const server = useRedis();

  conformsAsExecutor((shared, timeoutMs) => {
    const executor = coordinatorOn(server(), shared, { timeoutMs });
    workerOn(server());
    return executor;
  });
});

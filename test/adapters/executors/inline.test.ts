import { describe, expect, it } from 'vitest';
import { createInlineExecutor } from '../../../src/adapters/executors/inline.ts';
import { sha256 } from '../../../src/adapters/system/digest.ts';
import { valuesV8 } from '../../../src/adapters/system/value-codec.ts';
import { conformsAsExecutor } from '../../conformance/executor/executor.ts';
import { closing, jobOf, outcomeOf, useStage } from '../../conformance/executor/support.ts';

const PARTS = { digest: sha256, codec: valuesV8, values: null };

describe('the inline executor', () => {
  const shared = useStage();
  conformsAsExecutor((set, timeoutMs) => createInlineExecutor({ ...PARTS, shared: set, timeoutMs }));

  it('lets the event loop turn between jobs', async () => {
    const executor = closing(createInlineExecutor({ ...PARTS, shared: shared(), timeoutMs: null }));
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 0);
    for (let i = 0; i < 20; i++) await outcomeOf(executor, jobOf('trades'));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
  });

  it('fails every job when the strategies cannot be imported', async () => {
    const nowhere = { ...shared(), bundles: { trades: 'file:///nowhere/strategies.mjs' } };
    const executor = createInlineExecutor({ ...PARTS, shared: nowhere, timeoutMs: null });
    const outcome = await outcomeOf(executor, jobOf('trades'));
    expect(outcome).toMatchObject({ status: 'failed', failure: { code: 'StrategyNotLoaded' } });
  });
});

import { describe, expect, it } from 'vitest';
import { sha256 } from '../../src/adapters/digest-node.ts';
import { createInlineExecutor } from '../../src/adapters/executor-inline.ts';
import { conformsAsExecutor } from '../conformance/executor.ts';
import { closing, jobOf, outcomeOf, useStage } from '../conformance/executor-stage.ts';

describe('the inline executor', () => {
  const stage = useStage();
  conformsAsExecutor((set, timeoutMs) => createInlineExecutor({ stage: set, timeoutMs, digest: sha256 }));

  it('lets the event loop turn between jobs', async () => {
    const executor = closing(createInlineExecutor({ stage: stage(), timeoutMs: null, digest: sha256 }));
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 0);
    for (let i = 0; i < 20; i++) await outcomeOf(executor, jobOf('trades'));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
  });

  it('fails every job when the strategies cannot be imported', async () => {
    const nowhere = { ...stage(), bundleUrl: 'file:///nowhere/strategies.mjs' };
    const executor = createInlineExecutor({ stage: nowhere, timeoutMs: null, digest: sha256 });
    const outcome = await outcomeOf(executor, jobOf('trades'));
    expect(outcome).toMatchObject({ status: 'failed', failure: { code: 'StrategyNotLoaded' } });
  });
});

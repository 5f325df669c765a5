import { describe, expect, it } from 'vitest';
import { sha256 } from '../../src/adapters/digest-node.ts';
import { createInlineExecutor } from '../../src/adapters/executor-inline.ts';
import { conformsAsExecutor } from '../conformance/executor.ts';
import { closing, createStage, jobOf, outcomeOf } from '../conformance/executor-stage.ts';

describe('the inline executor', () => {
  conformsAsExecutor((stage, timeoutMs) => createInlineExecutor({ stage, timeoutMs, digest: sha256 }));

  it('lets the event loop turn between jobs', async () => {
    const executor = closing(createInlineExecutor({ stage: await createStage(), timeoutMs: null, digest: sha256 }));
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 0);
    for (let i = 0; i < 20; i++) await outcomeOf(executor, jobOf('trades'));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
  });

  it('fails every job when the strategies cannot be imported', async () => {
    const { candles } = await createStage();
    const stage = { candles, bundleUrl: 'file:///nowhere/strategies.mjs' };
    const outcome = await outcomeOf(createInlineExecutor({ stage, timeoutMs: null, digest: sha256 }), jobOf('trades'));
    expect(outcome).toMatchObject({ status: 'failed', failure: { code: 'StrategyNotLoaded' } });
  });
});

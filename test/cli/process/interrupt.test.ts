import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { testProcess } from '../../support/test-process.ts';

describe('onInterrupt', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'ends a process that lives on after %s at the second signal, with 130, though nobody listens any more',
    async (signal) => {
      const child = spawn(process.execPath, testProcess('interrupted'), { stdio: ['ignore', 'pipe', 'inherit'] });
      const ended = once(child, 'exit');
      const steps = child.stdout.setEncoding('utf8');
      expect(await once(steps, 'data')).toEqual(['listening\n']);
      child.kill(signal);
      expect(await once(steps, 'data')).toEqual(['stopping\n']);
      // A second signal sooner than that is an echo of the first one.
      await new Promise((resolve) => setTimeout(resolve, 300));
      child.kill(signal);
      expect(await ended).toEqual([130, null]);
    },
  );
});

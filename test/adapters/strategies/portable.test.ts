import { existsSync, readFileSync, utimesSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createInlineExecutor } from '../../../src/adapters/executors/inline.ts';
import { portableModules, removeModules } from '../../../src/adapters/strategies/portable.ts';
import { sha256 } from '../../../src/adapters/system/digest.ts';
import { JBT_URL } from '../../../src/adapters/system/package.ts';
import { valuesV8 } from '../../../src/adapters/system/value-codec.ts';
import { closing, jobOf, outcomeOf, useStage, withoutSeconds } from '../../conformance/executor/support.ts';
import { testFolder } from '../../support/folder.ts';

describe('a bundle that travels', () => {
  const shared = useStage();

  it('names no file of jbt on the way, and plays to the same hash elsewhere', async () => {
    const modules = portableModules(testFolder());
    const content = modules.read(shared().bundles.trades);
    expect(String(content)).not.toContain(JBT_URL);
    const url = modules.write(content, sha256(content));
    expect(readFileSync(fileURLToPath(url), 'utf8')).toContain(JBT_URL);
    const parts = { digest: sha256, codec: valuesV8, values: null, timeoutMs: null };
    const here = closing(createInlineExecutor({ ...parts, shared: shared() }));
    const there = closing(createInlineExecutor({ ...parts, shared: { ...shared(), bundles: { trades: url } } }));
    const [first, second] = [await outcomeOf(here, jobOf('trades')), await outcomeOf(there, jobOf('trades'))];
    expect(first.status).toBe('done');
    expect(withoutSeconds(second)).toEqual(withoutSeconds(first));
  });

  it('is removed where it was not used for long, and each use counts', () => {
    const folder = testFolder();
    removeModules(`${folder}/missing`, 5_000);
    const modules = portableModules(folder);
    const paths = ['a', 'b'].map((name) => fileURLToPath(modules.write(Buffer.from(name), name)));
    for (const path of paths) utimesSync(path, 1, 1);
    modules.write(Buffer.from('b'), 'b');
    removeModules(folder, 5_000);
    expect(paths.map((path) => existsSync(path))).toEqual([false, true]);
  });
});

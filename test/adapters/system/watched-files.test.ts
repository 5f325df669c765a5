import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WatchedFiles } from '../../../src/adapters/system/watched-files.ts';
import { testFolder } from '../../support/folder.ts';

function watching(): { readonly files: WatchedFiles; readonly path: string; readonly signal: AbortSignal } {
  const path = join(testFolder(), 'trend.ts');
  writeFileSync(path, 'one');
  const over = new AbortController();
  onTestFinished(() => over.abort());
  return { files: new WatchedFiles(), path, signal: over.signal };
}

describe('watched files', () => {
  it.each<[string, (path: string) => void]>([
    ['written', (path) => writeFileSync(path, 'two and more')],
    ['removed', (path) => rmSync(path)],
    [
      'replaced by another file, as editors do',
      (path) => {
        writeFileSync(`${path}~`, 'two');
        renameSync(`${path}~`, path);
      },
    ],
  ])('are told when one is %s', async (_what, change) => {
    const { files, path, signal } = watching();
    files.begin();
    files.add(path);
    change(path);
    expect(await files.changed(signal)).toEqual([path]);
  });

  it('count a file as changed that was written between its read and the wait, but none from before a round', async () => {
    const { files, path, signal } = watching();
    const other = `${path}.other`;
    files.add(path);
    writeFileSync(path, 'two and more');
    files.begin();
    files.add(other);
    writeFileSync(other, 'new');
    expect(await files.changed(signal)).toEqual([other]);
  });

  it('are those of the last round only, once it has read all', () => {
    const { files, path } = watching();
    files.add(path);
    files.add(`${path}.other`);
    files.begin();
    files.add(path);
    expect(files.count).toBe(2);
    files.forgetOthers();
    expect(files.count).toBe(1);
  });

  it('end to be watched when the signal aborts', async () => {
    const { files, path } = watching();
    const over = new AbortController();
    files.add(path);
    const changed = files.changed(over.signal);
    over.abort();
    await expect(changed).rejects.toThrow();
  });
});

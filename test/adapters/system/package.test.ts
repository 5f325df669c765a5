import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { builtFile, OWN_FOLDERS } from '../../../src/adapters/system/package.ts';

it("names jbt's own code as stack traces do, by path and by URL", () => {
  const file = builtFile('bin/jbt.js');
  for (const named of [file, pathToFileURL(file).href]) {
    expect(OWN_FOLDERS.some((folder) => named.startsWith(folder))).toBe(true);
  }
});

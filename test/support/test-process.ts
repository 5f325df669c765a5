import { builtFile } from '../../src/adapters/package/files.ts';

/** What Node needs to run a script of `test/processes`, which the set-up of the tests has built. */
export function testProcess(name: string, ...words: readonly string[]): readonly string[] {
  return [builtFile(`test/processes/${name}.js`), ...words];
}

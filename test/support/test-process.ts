import { builtFile } from '../../src/adapters/system/package.ts';

/** Node's arguments for a script of `test/support/processes`, which the set-up of the tests has built. */
export function testProcess(name: string, ...words: readonly string[]): readonly string[] {
  return [builtFile(`test/support/processes/${name}.js`), ...words];
}

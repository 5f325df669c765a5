import { builtFile } from '../../src/adapters/system/package.ts';

/** Arguments of Node that run a script of `test/support/processes`, which the global set-up has built. */
export function testProcess(name: string, ...words: readonly string[]): readonly string[] {
  return [builtFile(`test/support/processes/${name}.js`), ...words];
}

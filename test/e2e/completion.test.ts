import { execFile } from 'node:child_process';
import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { candlesCsv, JBT, MARKET, Project } from './support/project.ts';
import { TREND } from './support/strategies.ts';

const project = new Project({ 'fil.csv': candlesCsv(1440), 'strategies/trend.ts': TREND, 'bin/.keep': '' });
const run = promisify(execFile);

beforeAll(async () => {
  chmodSync(JBT, 0o755);
  symlinkSync(JBT, join(project.folder, 'bin/jbt'));
  await project.importCandles();
  for (const shell of ['bash', 'zsh', 'fish']) {
    writeFileSync(join(project.folder, `jbt.${shell}`), (await project.jbt('completion', shell)).stdout);
  }
});

afterAll(() => project.remove());

/** Runs a script in a shell, with jbt on its path. */
async function inShell(shell: string, ...words: readonly string[]): Promise<readonly string[]> {
  const PATH = [join(project.folder, 'bin'), process.env.PATH].join(delimiter);
  const { stdout } = await run(shell, words, { cwd: project.folder, env: { ...process.env, PATH, TERM: 'dumb' } });
  return stdout.split('\n').filter((line) => line !== '');
}

const ASK_BASH = `
source jbt.bash
COMP_LINE=$1 COMP_POINT=\${#1}
_jbt jbt
printf '%s\\n' "\${COMPREPLY[@]}"
`;

/** Types a line and a tab into an interactive zsh, and waits until the line has been completed to the pattern. */
const ASK_ZSH = `
zmodload zsh/zpty
zpty shell 'zsh -f -i'
zpty -w shell 'autoload -U compinit; compinit -u -D; source jbt.zsh; print rea""dy'
zpty -r shell found '*ready*' || exit 1
zpty -w -n shell "$1"$'\\t'
zpty -r shell found "$2" || exit 1
print completed
zpty -d shell
`;

describe('completion in bash', () => {
  it.each([
    ['jbt doc', ['doctor']],
    ['jbt run --portf', ['--portfolio']],
    ['jbt run tr', ['trend']],
    ['jbt run --market ', ['Binance\\ Perpetual\\ Futures:FIL-USDT']],
    ['jbt run --market "Bin', ['Binance Perpetual Futures:FIL-USDT']],
    ['jbt run --market Binance\\ Perpetual\\ Futures:F', ['FIL-USDT']],
    ['jbt candles ', ['list', 'verify', 'remove']],
    ['jbt import fi', []],
  ])('goes on from "%s" with %j', async (line, words) => {
    expect(await inShell('bash', '-c', ASK_BASH, 'bash', line)).toEqual(words);
  });
});

describe('completion in fish', () => {
  it.each([
    ['jbt doc', ['doctor']],
    ['jbt run --portf', ['--portfolio']],
    ['jbt run tr', ['trend']],
    ['jbt run --market Bin', [MARKET]],
    ['jbt import fi', ['fil.csv']],
  ])('goes on from "%s" with %j', async (line, words) => {
    const lines = await inShell('fish', '--no-config', '-c', `source jbt.fish; complete -C '${line}'`);
    expect(lines.map((found) => found.split('\t')[0])).toEqual(words);
  });
});

describe('completion in zsh', () => {
  it.each([
    ['jbt run --portf', '*--portfolio*'],
    ['jbt run --market Bin', '*Binance\\\\ Perpetual\\\\ Futures:FIL-USDT*'],
    ['jbt import fi', '*fil.csv*'],
  ])('goes on from "%s" with %s', async (line, pattern) => {
    expect(await inShell('zsh', '-f', '-c', ASK_ZSH, 'zsh', line, pattern)).toEqual(['completed']);
  });
});

describe('what completion asks', () => {
  it('is answered with nothing and without an error where something is wrong', async () => {
    project.write('broken/.jbt/cache/data.mdb', 'no database');
    project.write('broken/.jbt/cache/lock.mdb', '');
    const words = ['completion', '--words', 'zsh', 'run', '--market', ''];
    const { code, stdout, stderr } = await project.startWith({ JBT_HOME: 'broken/.jbt' }, ...words).ended;
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

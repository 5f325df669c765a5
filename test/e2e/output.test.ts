import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { candlesCsv, JBT, MARKET, Project } from './support/project.ts';
import { TREND } from './support/strategies.ts';

const project = new Project({ 'fil.csv': candlesCsv(1440), 'strategies/trend.ts': TREND });

beforeAll(async () => {
  await project.importCandles();
});

afterAll(() => project.remove());

const RUN = `run strategies/trend.ts --market "${MARKET}" --timeframe 15m --warmup 0`;

/** Runs a line of the shell in which `jbt` is the built one. */
function shell(line: string): { readonly code: number | null; readonly stdout: string; readonly stderr: string } {
  const script = `jbt() { "${process.execPath}" "${JBT}" "$@"; }\n${line}`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], { cwd: project.folder, encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

const LOST = 'error OutputUnavailable: standard output cannot be written';

describe('an answer that cannot be written', () => {
  it.each([['--help'], ['--version'], ['run --help'], ['candles'], ['candles --json'], [RUN], [`${RUN} --json`]])(
    'jbt %s > /dev/full ends with 4 and one line',
    (words) => {
      const { code, stderr } = shell(`jbt ${words} > /dev/full`);
      expect({ code, last: stderr.trimEnd().split('\n').at(-1) }).toEqual({
        code: 4,
        last: `${LOST} (ENOSPC: no space left on device, write): free its disk or send it elsewhere`,
      });
    },
  );

  it('because the disk becomes full in the middle of it ends with 4 as well', () => {
    const { code, stderr } = shell('ulimit -f 1; jbt run --help > help.txt');
    expect(readFileSync(join(project.folder, 'help.txt'))).toHaveLength(1024);
    expect({ code, stderr }).toEqual({ code: 4, stderr: expect.stringContaining(`${LOST} (EFBIG`) });
  });

  it('because it goes to standard error ends with 4, too', () => {
    expect(shell('jbt 2> /dev/full')).toEqual({ code: 4, stdout: '', stderr: '' });
    expect(shell('jbt --version 2> /dev/full')).toEqual({ code: 0, stdout: '0.1.0\n', stderr: '' });
  });

  it('because its reader has had enough is no fault', () => {
    const { code, stdout, stderr } = shell(`set -o pipefail; jbt ${RUN} --json | head -1`);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '{\n', stderr: expect.not.stringContaining('error') });
    expect(shell('set -o pipefail; jbt 2>&1 | true')).toEqual({ code: 2, stdout: '', stderr: '' });
  });
});

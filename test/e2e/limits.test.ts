import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { candlesCsv, JBT, MARKET, Project } from './support/project.ts';

/** Runs jbt in a shell that limits the process first. */
function limited(limit: string, folder: string, ...argv: readonly string[]) {
  const words = argv.map((word) => `'${word}'`).join(' ');
  const script = `ulimit ${limit}; exec '${process.execPath}' '${JBT}' ${words}`;
  return spawnSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' });
}

const STRATEGY = `import { Strategy } from 'jbt-runner';
export default class Still extends Strategy {
  shouldLong() { return false; }
  goLong() {}
}
`;

it.each([
  ['-n 40', 'no more files may be open: raise the limit, for example with ulimit -n 1024'],
  ['-v 1700000', 'ulimit -v leaves'],
])('ulimit %s ends a run with one line that says what to raise', async (limit, message) => {
  const project = new Project({ 'still.js': STRATEGY, 'fil.csv': candlesCsv(1440) });
  try {
    await project.jbt('import', 'fil.csv', '--market', MARKET);
    const { status, stdout, stderr } = limited(
      limit,
      project.folder,
      ...['run', 'still.js', '--market', MARKET, '--timeframe', '1h', '--warmup', '0'],
    );
    expect({ status, stdout }).toEqual({ status: 4, stdout: '' });
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(new RegExp(`^error MachineLimit: ${message}`));
  } finally {
    project.remove();
  }
});

const TIMEOUT_S = 5;

/** Blocks its thread until the file that the environment names exists. */
const WAITING = `import { existsSync, writeFileSync } from 'node:fs';
import { Strategy } from 'jbt-runner';
export default class Waiting extends Strategy {
  before() {
    if (this.index > 0) return;
    writeFileSync(process.env.BEGUN_FILE, '');
    while (!existsSync(process.env.GOING_FILE)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
  }
  shouldLong() { return false; }
  goLong() {}
}
`;

it('time in which the process is stopped does not count against --timeout', async () => {
  const project = new Project({ 'waiting.js': WAITING, 'fil.csv': candlesCsv(1440) });
  const [begun, going] = ['begun', 'going'].map((name) => join(project.folder, name));
  try {
    await project.jbt('import', 'fil.csv', '--market', MARKET);
    const env = { BEGUN_FILE: begun, GOING_FILE: going };
    const options = ['--market', MARKET, '--timeframe', '1h', '--warmup', '0', '--timeout', `${TIMEOUT_S}s`];
    const { process: child, ended } = project.startWith(env, 'run', 'waiting.js', ...options);
    await vi.waitFor(() => expect(existsSync(begun)).toBe(true), { timeout: 60_000 });
    child.kill('SIGSTOP');
    await setTimeout((TIMEOUT_S + 1) * 1000);
    writeFileSync(going, '');
    child.kill('SIGCONT');
    expect(await ended).toMatchObject({ code: 0 });
  } finally {
    project.remove();
  }
});

import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { candlesCsv, JBT, MARKET, Project } from './support/project.ts';

/** Runs jbt in a shell that limits the process first. */
function limited(limit: string, folder: string, ...argv: readonly string[]) {
  const words = argv.map((word) => `'${word}'`).join(' ');
  const script = `ulimit ${limit}; exec '${process.execPath}' '${JBT}' ${words}`;
  return spawnSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' });
}

const STRATEGY = `import { Strategy } from 'jbt';
export default class Still extends Strategy {
  shouldLong() { return false; }
  goLong() {}
}
`;

it.each([
  ['-n 40', 'no more files may be open: raise the limit, for example with ulimit -n 1024'],
  ['-v 1400000', 'ulimit -v leaves'],
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

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { batch, candlesCsv, MARKET, Project } from './support/project.ts';
import { THROWING, TREND } from './support/strategies.ts';

const PLAIN = batch('strategies/trend.ts', [3, 5]);

const project = new Project({
  'fil.csv': candlesCsv(4 * 1440),
  'strategies/trend.ts': TREND,
  'strategies/throwing.ts': THROWING,
  'jbt.yaml': PLAIN,
  'expecting.yaml': `expect: [count(total >= 0) = 2, total > 100000]\n${PLAIN}`,
  'misspelt.yaml': `expect: totl > 1\n${PLAIN}`,
});

beforeAll(async () => {
  await project.importCandles();
});

afterAll(() => project.remove());

describe('expectations', () => {
  it('that are met change no exit code, and stand in the report', async () => {
    const { code, stdout, stderr } = await project.jbt(
      'run',
      '--json',
      '--expect',
      'total > 0',
      '--expect',
      'max(total) > 0',
    );
    expect(code).toBe(0);
    expect(stderr).toContain('2 of 2 expectations met');
    expect(JSON.parse(stdout)).toMatchObject({
      format: 1,
      expectations: [
        { expect: 'total > 0', at: '--expect', over: 'backtest', backtests: 2, missed: 0, misses: [] },
        { expect: 'max(total) > 0', over: 'batch', missed: 0 },
      ],
    });
  });

  it('of a batch file that are missed end the run with exit code 3, and say by how much', async () => {
    const { code, stderr } = await project.jbt('run', 'expecting.yaml');
    expect(code).toBe(3);
    expect(stderr).toContain('1 of 2 expectations met');
    expect(stderr).toContain('missed by 2 of 2 backtests: total > 100000 (expecting.yaml:1');
    expect(stderr).toMatch(/total is \d+, expected > 100000, missed by \d+/);
  });

  it('give way to a backtest that failed: exit code 1', async () => {
    const words = ['run', 'strategies/throwing.ts', '--market', MARKET, '--timeframe', '15m'];
    const { code, stderr } = await project.jbt(...words, '--expect', 'total > 0');
    expect(code).toBe(1);
    expect(stderr).toContain('total has no value');
  });

  it('that cannot be read stop the run before it begins, with their place', async () => {
    const { code, stderr } = await project.jbt('run', 'misspelt.yaml');
    expect(code).toBe(2);
    const place = 'error InvalidBatch: misspelt.yaml:1:1: expect';
    expect(stderr).toContain(`${place}: there is no totl (did you mean "total"?), at character 1: ⟨here⟩totl > 1`);
  });
});

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { batch, candlesCsv, Project } from './support/project.ts';
import { THROWING, TREND } from './support/strategies.ts';

const project = new Project({
  'fil.csv': candlesCsv(4 * 1440),
  'strategies/trend.ts': TREND,
  'strategies/throwing.ts': THROWING,
  'jbt.yaml': `expect: [total > 100000]\n${batch('[strategies/trend.ts, strategies/throwing.ts]', [3, 5]).replace(/ {4}parameters[\s\S]*/, '')}`,
});

beforeAll(async () => {
  await project.importCandles();
});

afterAll(() => project.remove());

function textOf(name: string): string {
  return readFileSync(join(project.folder, name), 'utf8');
}

/** Value of an XPath expression, as xmllint reads the file. */
function xpath(name: string, expression: string): string {
  const { stdout, stderr, status } = spawnSync('xmllint', ['--xpath', expression, join(project.folder, name)], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

describe('--reporter', () => {
  it('writes several files in one run, and changes no exit code', async () => {
    const files = [
      'junit=ci/junit.xml',
      'markdown=report.md',
      'csv=results.csv',
      'ndjson=events.ndjson',
      'json=r.json',
    ];
    const words = [...files, 'github=summary.md', 'plain'].flatMap((asked) => ['--reporter', asked]);
    const { code, stderr } = await project.jbt('run', ...words);
    expect(code).toBe(1);

    expect(xpath('ci/junit.xml', 'count(//testsuite)')).toBe('2');
    expect(xpath('ci/junit.xml', 'count(//testcase)')).toBe('2');
    expect(xpath('ci/junit.xml', 'string(//testsuite[@name="strategies/trend.ts"]//failure/@message)')).toMatch(
      /^total > 100000: total is \d+, expected > 100000, missed by \d+$/,
    );
    expect(xpath('ci/junit.xml', 'string(//testsuite[@name="strategies/throwing.ts"]//error/@type)')).toBe(
      'StrategyError',
    );
    expect(Number(xpath('ci/junit.xml', 'string(//property[@name="total"]/@value)'))).toBeGreaterThan(0);

    expect(textOf('report.md')).toContain('### jbt: 2 backtests, 1 done, 1 failed');
    expect(textOf('report.md')).toMatch(/\| trend [^|]+\| \d+ \|.*[▁-█]{2,} \|/u);
    expect(textOf('summary.md')).toBe(textOf('report.md'));
    const [head, ...rows] = textOf('results.csv').trim().split('\n');
    expect(head).toMatch(/^id,strategy,symbol,timeframe,from,to,status,error,seconds,/);
    expect(rows).toHaveLength(2);
    const types = textOf('events.ndjson')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).type);
    expect([types[0], types.at(-1)]).toEqual(['run-started', 'run-finished']);
    expect(types.filter((type) => type === 'job-finished')).toHaveLength(2);
    expect(JSON.parse(textOf('r.json'))).toMatchObject({ format: 1, totals: { jobs: 2, failed: 1 } });

    expect(stderr).toMatch(/^::error file=strategies\/throwing\.ts,line=\d+,col=\d+,title=jbt%3A StrategyError::/m);
    expect(stderr).toMatch(/^::error file=jbt\.yaml,line=1,title=jbt%3A expectation missed::/m);
  });

  it('json prints the report, as --json does', async () => {
    const { stdout } = await project.jbt('run', '--reporter', 'json');
    expect(JSON.parse(stdout).totals.jobs).toBe(2);
  });

  it('refuses a name it does not know, and one twice', async () => {
    const wrong = await project.jbt('run', '--reporter', 'junti');
    expect([wrong.code, wrong.stderr]).toEqual([
      2,
      expect.stringContaining('--reporter must be one of terminal, plain'),
    ]);
    const twice = await project.jbt('run', '--reporter', 'csv=a', '--reporter', 'csv=b');
    expect([twice.code, twice.stderr]).toEqual([2, expect.stringContaining('given once a name')]);
  });
});

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createGitHubReporter } from '../../../src/adapters/reporters/github.ts';
import { renderJUnit } from '../../../src/adapters/reporters/junit.ts';
import { renderMarkdown } from '../../../src/adapters/reporters/markdown.ts';
import type { JobReport } from '../../../src/run/report.ts';
import { jobReportOf, reportWith } from '../../support/scripted-run.ts';

function failing(id: string, message: string, stack: string | null = null): JobReport {
  const error = { code: 'StrategyError', message, stack };
  return { ...jobReportOf(id), status: 'failed', metrics: null, hash: null, error };
}

function annotations(jobs: readonly JobReport[]): readonly string[] {
  const lines: string[] = [];
  const reporter = createGitHubReporter({ write: (line) => lines.push(line), root: '/repo' });
  reporter.on({ type: 'run-finished', at: 0, report: reportWith(jobs) });
  return lines;
}

const EVIL = '50% <b>|x|</b> & "q"\n::error::\u001b[2J]]> `a` @team \u0000';

describe('annotations of GitHub', () => {
  it('point to the first line of the stack within the checkout', () => {
    const stack = 'at f (/usr/lib/x.js:1:2)\n at g (/repo/node_modules/a.js:1:1)\n at h (/repo/strategies/a,b.ts:12:7)';
    expect(annotations([failing('a', 'no luck', stack)])[0]).toMatch(
      /^::error file=strategies\/a%2Cb\.ts,line=12,col=7,title=jbt%3A StrategyError::.*no luck$/,
    );
  });

  it('are one line each, whatever a message holds, and at most ten', () => {
    const lines = annotations(Array.from({ length: 30 }, (_, index) => failing(`job-${index}`, EVIL)));
    expect(lines).toHaveLength(10);
    expect(lines.every((line) => line.startsWith('::error ') && !line.includes('\n'))).toBe(true);
    expect(lines[0]).toContain('50%25');
  });
});

describe('the JUnit file', () => {
  it('passes the schema that readers agree on, whatever a message holds', () => {
    const missed = { backtests: 2, missed: 1, misses: [{ job: 'b', message: EVIL }] };
    const expectations = [
      { expect: EVIL, at: 'jbt.yaml:3', over: 'backtest', ...missed },
      { expect: 'median(fee) < 1', at: '--expect', over: 'batch', ...missed, misses: [{ job: null, message: EVIL }] },
    ] as const;
    const rows = [
      failing('a', EVIL, EVIL),
      jobReportOf('b', { metrics: { fee: 1e-9, calmar_ratio: Number.POSITIVE_INFINITY } }),
      jobReportOf('c', { status: 'cancelled', metrics: null, seconds: 0.03446253000000001 }),
    ];
    const xml = renderJUnit({ ...reportWith(rows), expectations });
    const schema = join(import.meta.dirname, 'junit.xsd');
    const words = ['--noout', '--schema', schema, '-'];
    const { status, stderr } = spawnSync('xmllint', words, { input: xml, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringMatching(/^- validates\n$/) });
  });
});

describe('the Markdown', () => {
  it('keeps messages within their cell, and links and mentions nobody', () => {
    const text = renderMarkdown(reportWith([failing('a', EVIL)]), new Map());
    const row = text.split('\n').find((line) => line.includes('failed: '));
    expect(row).toContain('50% &lt;b>\\|x\\|&lt;/b> &amp;');
    expect(row).toContain('\\@team');
    expect(row?.match(/(?<!\\)\|/g)).toHaveLength(7);
  });
});

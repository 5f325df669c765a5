import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createHostsReporter } from '../../../src/adapters/reporters/hosts.ts';
import { jsonByJobs } from '../../../src/cli/run/documents.ts';
import type { RunEvent, WorkerState } from '../../../src/run/events.ts';
import { testFolder } from '../../support/folder.ts';
import { jobOf, reportWith, workerOf } from '../../support/scripted-run.ts';

/** A field of its name within another one, and in a text, must not be taken for the hosts. */
const MANIFEST = {
  format: 1,
  command: 'jbt run,\n  "hosts": [],\n}\n',
  options: { hosts: ['none'], more: 1 },
  jobs: [jobOf('a'), jobOf('b', { parameters: { hosts: 'x' } })],
};

function manifest(): string {
  const path = join(testFolder(), 'manifest.json');
  writeFileSync(path, [...jsonByJobs(MANIFEST)].join(''));
  return path;
}

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const seen = (...workers: readonly WorkerState[]): RunEvent => ({ type: 'workers', at: 0, workers });
const END: RunEvent = { type: 'run-finished', at: 0, report: reportWith([]) };
const host = (name: string, jobs: number) => {
  const own = { jbt: '0.1.0', node: '20.19.0', system: 'Linux 6.1', processor: 'Some CPU' };
  return { host: name, threads: 4, ...own, jobs };
};

describe('the hosts in a manifest', () => {
  it('are there as soon as they join and at the end; all else stays', async () => {
    const path = manifest();
    const reporter = createHostsReporter(path);
    reporter.on(seen(workerOf('ant')));
    expect(read(path)).toEqual({ ...MANIFEST, hosts: [host('ant', 0)] });
    reporter.on(seen(workerOf('ant', { jobs: 3 })));
    expect(read(path).hosts).toEqual([host('ant', 0)]);
    reporter.on(seen(workerOf('ant', { jobs: 5 }), workerOf('a-bee', { jobs: 1 })));
    expect(read(path).hosts).toEqual([host('a-bee', 1), host('ant', 5)]);
    reporter.on(seen(workerOf('ant', { jobs: 9 }), workerOf('a-bee', { state: 'left', jobs: 2 })));
    reporter.on(END);
    await reporter.close();
    expect(read(path)).toEqual({ ...MANIFEST, hosts: [host('a-bee', 2), host('ant', 9)] });
    expect(readdirSync(dirname(path))).toEqual(['manifest.json']);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('are written when the run breaks off without an end', async () => {
    const path = manifest();
    const reporter = createHostsReporter(path);
    reporter.on(seen(workerOf('ant')));
    reporter.on(seen(workerOf('ant', { jobs: 7 })));
    await reporter.close();
    expect(read(path).hosts).toEqual([host('ant', 7)]);
  });

  it('add up over the starts of a run', async () => {
    const path = manifest();
    for (const [name, jobs] of [
      ['bee', 3],
      ['ant', 4],
      ['bee', 5],
    ] as const) {
      const reporter = createHostsReporter(path);
      reporter.on(seen(workerOf(name, { jobs })));
      reporter.on(seen(workerOf(name, { jobs: jobs + 1 })));
      reporter.on(END);
      await reporter.close();
    }
    expect(read(path)).toEqual({ ...MANIFEST, hosts: [host('ant', 5), host('bee', 10)] });
  });

  it('leave the manifest alone where no worker has come, and where it is not whole', async () => {
    const path = manifest();
    const before = readFileSync(path, 'utf8');
    const idle = createHostsReporter(path);
    idle.on(seen(workerOf('ant', { state: 'refused' })));
    idle.on(END);
    await idle.close();
    expect(readFileSync(path, 'utf8')).toBe(before);
    writeFileSync(path, before.slice(0, -5));
    expect(() => createHostsReporter(path).on(seen(workerOf('ant')))).toThrow('manifest.json');
    expect(readFileSync(path, 'utf8')).toBe(before.slice(0, -5));
  });
});

import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeLock } from '../../../src/adapters/runs/lock.ts';
import type { FinalOutcome } from '../../../src/model/outcome.ts';
import { commandLine } from '../../support/command-line.ts';
import { testFolder } from '../../support/folder.ts';
import { doneOf, failedOf } from '../../support/scripted-run.ts';
import { JOBS, writeRun } from './support/stored-runs.ts';

const OLD = '20231101T120000000-aaaaaa';
const MIDDLE = '20231102T120000000-bbbbbb';
const NEW = '20231103T120000000-cccccc';

const done = (index: number, profit: number) =>
  doneOf(JOBS[index].id, { net_profit_percentage: profit }) as FinalOutcome;
const failed = (index: number) => failedOf(JOBS[index].id) as FinalOutcome;

/** A project with a finished run, an interrupted one, and a finished one with a failure. */
function project(): string {
  const folder = testFolder();
  writeRun(folder, OLD, [done(0, 1), done(1, 3), done(2, 2)]);
  writeRun(folder, MIDDLE, [done(0, 1)]);
  writeRun(folder, NEW, [done(0, -5), done(1, -4), failed(2)]);
  return folder;
}

function runsIn(folder: string): readonly string[] {
  return readdirSync(join(folder, '.jbt/runs')).sort();
}

describe('jbt runs', () => {
  it('lists runs with state, counts and the best result, newest first', async () => {
    const { code, stdout } = await commandLine(project(), 'runs', '--json');
    const { runs } = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(runs).toMatchObject([
      { id: NEW, state: 'finished', jobs: 3, done: 2, failed: 1, best: { job: JOBS[1].id, value: -4 } },
      { id: MIDDLE, state: 'interrupted', jobs: 3, done: 1, failed: 0 },
      { id: OLD, state: 'finished', done: 3, best: { job: JOBS[1].id, value: 3 }, command: 'jbt run jbt.yaml' },
    ]);
    expect(runs[0].bytes).toBeGreaterThan(1000);
  });

  it('prints a line a run, and says how many older ones there are', async () => {
    const { stdout, stderr } = await commandLine(project(), 'runs', '--top', '2');
    const [, first, second] = stdout.split('\n');
    expect(first).toMatch(new RegExp(`^${NEW} .*finished +2 of 3 +1 +-4\\.00`));
    expect(second).toMatch(new RegExp(`^${MIDDLE} .*interrupted +1 of 3`));
    expect(stderr).toBe('and 1 older; --top 3 lists all\n');
  });

  it('lists a run whose manifest is damaged, and one that is being played', async () => {
    const folder = project();
    writeFileSync(join(folder, '.jbt/runs', OLD, 'manifest.json'), '{"format": 1');
    const lock = makeLock(join(folder, '.jbt/runs', MIDDLE), 1);
    const { stdout } = await commandLine(folder, 'runs', '--json');
    lock.release();
    const states = JSON.parse(stdout).runs.map(({ state }: { state: string }) => state);
    expect(states).toEqual(['finished', 'running', 'damaged']);
  });

  it('leaves alone folders and files that are no runs', async () => {
    const folder = project();
    mkdirSync(join(folder, '.jbt/runs/notes'));
    writeFileSync(join(folder, '.jbt/runs/20231104T120000000-dddddd'), '');
    const { runs } = JSON.parse((await commandLine(folder, 'runs', '--json')).stdout);
    expect(runs.map(({ id }: { id: string }) => id)).toEqual([NEW, MIDDLE, OLD]);
    await commandLine(folder, 'runs', 'remove', '--older-than', '1d');
    expect(runsIn(folder)).toEqual(['20231104T120000000-dddddd', 'notes']);
  });

  it('says in a project without runs how to make one', async () => {
    const { code, stdout, stderr } = await commandLine(testFolder(), 'runs');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain('jbt run makes one');
  });
});

describe('jbt runs remove', () => {
  it('removes runs by the beginnings of their ids', async () => {
    const folder = project();
    const { code, stdout } = await commandLine(folder, 'runs', 'remove', '20231101', '20231103');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^removed 20231101.*\nremoved 20231103.*\n2 runs, [\d.]+ kB freed\n$/);
    expect(runsIn(folder)).toEqual([MIDDLE]);
  });

  it('keeps the newest runs, and removes nothing with --dry-run', async () => {
    const folder = project();
    const { stdout } = await commandLine(folder, 'runs', 'remove', '--keep', '1', '--dry-run');
    expect(stdout).toMatch(/^would remove 20231101.*\nwould remove 20231102.*\n2 runs, [\d.]+ kB to free\n$/);
    expect(runsIn(folder)).toEqual([OLD, MIDDLE, NEW]);
    await commandLine(folder, 'runs', 'remove', '--keep', '1');
    expect(runsIn(folder)).toEqual([NEW]);
  });

  it('removes runs by age alone or beyond the kept ones', async () => {
    const folder = project();
    await commandLine(folder, 'runs', 'remove', '--keep', '2', '--older-than', '1d');
    expect(runsIn(folder)).toEqual([MIDDLE, NEW]);
    expect((await commandLine(folder, 'runs', 'remove', '--older-than', '9999w')).stdout).toBe('nothing to remove\n');
    await commandLine(folder, 'runs', 'remove', '--older-than', '1d');
    expect(runsIn(folder)).toEqual([]);
  });

  it('never removes a run that is being played', async () => {
    const folder = project();
    const running = join(folder, '.jbt/runs', OLD);
    const lock = makeLock(running, 1);
    const named = await commandLine(folder, 'runs', 'remove', OLD, NEW);
    expect(named).toMatchObject({ code: 2, stderr: expect.stringMatching(/^error RunInUse: run 20231101.*\n$/) });
    await commandLine(folder, 'runs', 'remove', '--keep', '1');
    lock.release();
    expect(runsIn(folder)).toEqual([OLD, NEW]);
    expect(existsSync(join(running, 'journal.ndjson'))).toBe(true);
  });

  it.each([
    [['remove'], 'needs ids, --keep 10 or --older-than 30d'],
    [['remove', '2023'], '3 runs begin with 2023, such as'],
    [['remove', '20231103T120000001-cccccc'], `(did you mean "${NEW}"?)`],
    [['remove', OLD, '--keep', '1'], 'not both'],
    [['remove', '--older-than', '30'], 'an age such as 12h, 30d or 8w'],
    [['--keep', '1'], 'go with jbt runs remove'],
    [['delete'], 'ACTION must be list or remove'],
  ])('refuses %j in one line', async (argv, found) => {
    const folder = project();
    const { code, stdout, stderr } = await commandLine(folder, 'runs', ...argv);
    expect({ code, stdout, lines: stderr.split('\n').length }).toEqual({ code: 2, stdout: '', lines: 2 });
    expect(stderr).toContain(found);
    expect(runsIn(folder)).toHaveLength(3);
  });
});

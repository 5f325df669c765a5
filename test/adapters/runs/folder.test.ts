import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { claimInterruptedRun, createRunFolder, type RunFolder } from '../../../src/adapters/runs/folder.ts';
import { openJournal } from '../../../src/adapters/runs/journal.ts';

let home: string;
let runs: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'jbt-runs-'));
  runs = join(home, 'runs');
});

afterEach(() => rmSync(home, { recursive: true }));

function interrupted(identity: string, second = 0): RunFolder {
  const folder = createRunFolder(runs, Date.UTC(2023, 10, 1, 12, 0, second));
  folder.write('manifest.json', JSON.stringify({ identity }));
  return folder;
}

/** Rewrites a folder's lock as if another process had made it. */
function lockBy(folder: RunFolder, pid: number, begun: string | null): void {
  writeFileSync(join(folder.path, 'lock-1'), JSON.stringify({ pid, begun }));
}

/** Warnings of the last claim. */
let warnings: string[];

function claim(folder: string, identity: string): RunFolder | null {
  warnings = [];
  return claimInterruptedRun(folder, identity, (message) => warnings.push(message));
}

function deadPid(): number {
  return spawnSync('true').pid;
}

describe('the folder of a run', () => {
  it('is named by the time at which the run began', () => {
    const earlier = createRunFolder(runs, Date.UTC(2023, 10, 1, 12, 0, 0));
    const later = createRunFolder(runs, Date.UTC(2023, 10, 1, 12, 0, 0, 1));
    expect(earlier.id).toMatch(/^20231101T120000000-[0-9a-f]{6}$/);
    expect([later.id, earlier.id].sort()).toEqual([earlier.id, later.id]);
  });

  it('has its files whole and leaves no temporary ones', () => {
    const folder = interrupted('same');
    folder.write('report.json', '{}');
    folder.release();
    expect(readdirSync(folder.path).sort()).toEqual(['manifest.json', 'report.json']);
    expect(readFileSync(join(folder.path, 'report.json'), 'utf8')).toBe('{}');
  });

  it('and its files are for its owner alone', () => {
    const folder = interrupted('same');
    const { journal } = openJournal(join(folder.path, 'journal.ndjson'), { packs: false, onDamage: () => {} });
    journal.close();
    const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
    expect([modeOf(runs), modeOf(folder.path)]).toEqual(['700', '700']);
    const files = readdirSync(folder.path).map((name) => [name, modeOf(join(folder.path, name))]);
    expect(files).toEqual([
      ['equity.f64', '600'],
      ['journal.ndjson', '600'],
      ['lock-1', '600'],
      ['manifest.json', '600'],
    ]);
  });

  it('says what is wrong when it cannot be made', () => {
    writeFileSync(runs, 'a file where the folder should be');
    expect(() => createRunFolder(runs, 0)).toThrow(expect.objectContaining({ code: 'RunFolderUnavailable' }));
  });
});

describe('an interrupted run', () => {
  it('is found by its identity and no other', () => {
    const folder = interrupted('same');
    folder.release();
    expect(claim(runs, 'other')).toBeNull();
    expect(claim(runs, 'same')?.id).toBe(folder.id);
  });

  it('is the newest of several', () => {
    interrupted('same', 1).release();
    const newest = interrupted('same', 3);
    newest.release();
    interrupted('same', 2).release();
    expect(claim(runs, 'same')?.id).toBe(newest.id);
  });

  it('is left alone while its process lives', () => {
    interrupted('same');
    expect(claim(runs, 'same')).toBeNull();
  });

  it('is taken over from a process that is gone', () => {
    const folder = interrupted('same');
    lockBy(folder, deadPid(), null);
    expect(claim(runs, 'same')?.id).toBe(folder.id);
  });

  it('is taken over when its number now belongs to another process', () => {
    const other = spawn('sleep', ['60']);
    const folder = interrupted('same');
    lockBy(folder, other.pid ?? 0, 'another time');
    expect(claim(runs, 'same')?.id).toBe(folder.id);
    other.kill();
  });

  describe('that a process of another host played', () => {
    function lockElsewhere(): RunFolder {
      const folder = interrupted('same');
      const owner = { host: 'web-2', pid: process.pid, begun: 'elsewhere' };
      writeFileSync(join(folder.path, 'lock-1'), JSON.stringify(owner));
      return folder;
    }

    it('is left alone while that gives signs of life, which is told', () => {
      const folder = lockElsewhere();
      expect(claim(runs, 'same')).toBeNull();
      const named = `run ${folder.id} is played by process ${process.pid} on web-2, last seen \\d+ s ago`;
      expect(warnings).toEqual([expect.stringMatching(`^${named}: a new run begins$`)]);
      expect(readdirSync(folder.path).sort()).toEqual(['lock-1', 'manifest.json']);
    });

    it('is taken over when that gave none for minutes, which is told', () => {
      const folder = lockElsewhere();
      const longAgo = Date.now() / 1000 - 600;
      utimesSync(join(folder.path, 'lock-1'), longAgo, longAgo);
      expect(claim(runs, 'same')?.id).toBe(folder.id);
      const named = `run ${folder.id} was left behind by process ${process.pid} on web-2, last seen \\d+ s ago`;
      expect(warnings).toEqual([expect.stringMatching(`^${named}$`)]);
    });
  });

  it('gives signs of life until it is released, and does not make its lock anew', () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const folder = interrupted('same');
    const lock = join(folder.path, 'lock-1');
    const writtenAfter = (ms: number): number => {
      utimesSync(lock, 0, 0);
      vi.advanceTimersByTime(ms);
      return statSync(lock).mtimeMs;
    };
    const content = readFileSync(lock, 'utf8');
    expect(writtenAfter(15_000)).toBeGreaterThan(0);
    expect(readFileSync(lock, 'utf8')).toBe(content);
    rmSync(lock);
    vi.advanceTimersByTime(60_000);
    expect(existsSync(lock)).toBe(false);
    folder.release();
    writeFileSync(lock, content);
    expect(writtenAfter(60_000)).toBe(0);
  });

  it('can be taken over once only, and again when the second owner is done', () => {
    const folder = interrupted('same');
    lockBy(folder, deadPid(), null);
    const second = claim(runs, 'same');
    expect(claim(runs, 'same')).toBeNull();
    second?.release();
    expect(readdirSync(folder.path)).toEqual(['manifest.json']);
    expect(claim(runs, 'same')?.id).toBe(folder.id);
  });

  it('is left as it is once a newer run of its identity is finished', () => {
    interrupted('same', 1).release();
    const newer = interrupted('same', 2);
    newer.write('report.json', JSON.stringify({ run: { finished: '2023-11-01T12:00:00.000Z' } }));
    newer.release();
    expect(claim(runs, 'same')).toBeNull();
  });

  it.each([
    ['finished', '2023-11-01T12:00:00.000Z', false],
    ['interrupted', null, true],
  ])('is one whose report says it was %s: %s', (_word, finished, expected) => {
    const folder = interrupted('same');
    folder.write('report.json', JSON.stringify({ run: { finished } }));
    folder.release();
    expect(claim(runs, 'same') !== null).toBe(expected);
  });

  it('is not looked for in folders that hold something else', () => {
    interrupted('same').release();
    const broken = createRunFolder(runs, Date.UTC(2024, 0, 1));
    writeFileSync(join(broken.path, 'manifest.json'), 'not json');
    writeFileSync(join(runs, 'zzz'), 'a file');
    expect(claim(runs, 'same')).not.toBeNull();
    expect(claim(join(home, 'nowhere'), 'same')).toBeNull();
  });
});

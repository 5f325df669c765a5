import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimInterruptedRun, createRunFolder, type RunFolder } from '../../../src/adapters/runs/folder.ts';

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

  it('says what is wrong when it cannot be made', () => {
    writeFileSync(runs, 'a file where the folder should be');
    expect(() => createRunFolder(runs, 0)).toThrow(expect.objectContaining({ code: 'RunFolderUnavailable' }));
  });
});

describe('an interrupted run', () => {
  it('is found by its identity and no other', () => {
    const folder = interrupted('same');
    folder.release();
    expect(claimInterruptedRun(runs, 'other')).toBeNull();
    expect(claimInterruptedRun(runs, 'same')?.id).toBe(folder.id);
  });

  it('is the newest of several', () => {
    interrupted('same', 1).release();
    const newest = interrupted('same', 3);
    newest.release();
    interrupted('same', 2).release();
    expect(claimInterruptedRun(runs, 'same')?.id).toBe(newest.id);
  });

  it('is left alone while its process lives', () => {
    interrupted('same');
    expect(claimInterruptedRun(runs, 'same')).toBeNull();
  });

  it('is taken over from a process that is gone', () => {
    const folder = interrupted('same');
    lockBy(folder, deadPid(), null);
    expect(claimInterruptedRun(runs, 'same')?.id).toBe(folder.id);
  });

  it('is taken over when its number now belongs to another process', () => {
    const other = spawn('sleep', ['60']);
    const folder = interrupted('same');
    lockBy(folder, other.pid ?? 0, 'another time');
    expect(claimInterruptedRun(runs, 'same')?.id).toBe(folder.id);
    other.kill();
  });

  it('can be taken over once only, and again when the second owner is done', () => {
    const folder = interrupted('same');
    lockBy(folder, deadPid(), null);
    const second = claimInterruptedRun(runs, 'same');
    expect(claimInterruptedRun(runs, 'same')).toBeNull();
    second?.release();
    expect(readdirSync(folder.path)).toEqual(['manifest.json']);
    expect(claimInterruptedRun(runs, 'same')?.id).toBe(folder.id);
  });

  it('is left as it is once a newer run of its identity is finished', () => {
    interrupted('same', 1).release();
    const newer = interrupted('same', 2);
    newer.write('report.json', JSON.stringify({ run: { finished: '2023-11-01T12:00:00.000Z' } }));
    newer.release();
    expect(claimInterruptedRun(runs, 'same')).toBeNull();
  });

  it.each([
    ['finished', '2023-11-01T12:00:00.000Z', false],
    ['interrupted', null, true],
  ])('is one whose report says it was %s: %s', (_word, finished, expected) => {
    const folder = interrupted('same');
    folder.write('report.json', JSON.stringify({ run: { finished } }));
    folder.release();
    expect(claimInterruptedRun(runs, 'same') !== null).toBe(expected);
  });

  it('is not looked for in folders that hold something else', () => {
    interrupted('same').release();
    const broken = createRunFolder(runs, Date.UTC(2024, 0, 1));
    writeFileSync(join(broken.path, 'manifest.json'), 'not json');
    writeFileSync(join(runs, 'zzz'), 'a file');
    expect(claimInterruptedRun(runs, 'same')).not.toBeNull();
    expect(claimInterruptedRun(join(home, 'nowhere'), 'same')).toBeNull();
  });
});

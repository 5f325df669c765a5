import { spawn, spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  beginningOf,
  ownerText,
  processOwner,
  stateOf,
  thisProcess,
} from '../../../src/adapters/system/process-owner.ts';

function livingPid(): number {
  const child = spawn('sleep', ['60']);
  onTestFinished(() => void child.kill());
  return child.pid ?? 0;
}

describe('the owner of a lock', () => {
  it('is alive while it is the same process of this host', () => {
    expect(stateOf(thisProcess())).toBe('alive');
    expect(ownerText(thisProcess())).toBe(`process ${process.pid} on ${hostname()}`);
    const pid = livingPid();
    expect(stateOf({ host: hostname(), pid, begun: beginningOf(pid) })).toBe('alive');
  });

  it('is gone when its process is, or its number is another process', () => {
    const { pid } = spawnSync('true');
    expect(stateOf({ host: hostname(), pid, begun: null })).toBe('gone');
    expect(stateOf({ ...thisProcess(), begun: 'earlier' })).toBe('gone');
  });

  it('is elsewhere on any other host, whatever its number', () => {
    expect(stateOf({ ...thisProcess(), host: 'web-2' })).toBe('elsewhere');
  });

  it('is of this host in a lock that names none', () => {
    const { pid, begun } = thisProcess();
    expect(stateOf(processOwner.parse({ pid, begun }))).toBe('alive');
  });
});

describe('the beginning of a process', () => {
  it.each(['linux', 'darwin'] as const)('is the same each time and null for one that is gone: %s', (platform) => {
    const begun = beginningOf(process.pid, platform);
    expect(begun).toMatch(/\d/);
    expect(beginningOf(process.pid, platform)).toBe(begun);
    expect(beginningOf(spawnSync('true').pid, platform)).toBeNull();
  });

  it('is not known on Windows', () => {
    expect(beginningOf(process.pid, 'win32')).toBeNull();
  });
});

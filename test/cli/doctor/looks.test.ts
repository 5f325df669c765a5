import { describe, expect, it } from 'vitest';
import { findingOf } from '../../../src/cli/doctor/finding.ts';
import { lookAtMemory, lookAtNode, lookAtTerminal } from '../../../src/cli/doctor/machine.ts';
import { lookAtDisk } from '../../../src/cli/doctor/storage.ts';
import { JbtError } from '../../../src/model/errors.ts';

describe('doctor', () => {
  it.each([
    ['20.19.0', 'ok'],
    ['22.0.0', 'ok'],
    ['20.18.9', 'fault'],
    ['18.20.0', 'fault'],
  ])('takes Node %s for %s', (found, status) => {
    expect(lookAtNode(found, '20.19')).toMatchObject({ status, found: expect.stringContaining(found) });
  });

  it('compares the memory of the container, not of the machine', () => {
    expect(lookAtMemory(16e9, 16e9, 8e9)).toEqual({ status: 'ok', found: '16.0 GB, 8.0 GB free', remedy: null });
    expect(lookAtMemory(512e6, 16e9, 8e9)).toMatchObject({
      status: 'warning',
      found: 'the container may use 0.5 GB of 16.0 GB, 8.0 GB free',
    });
  });

  it.each([
    [{ kind: 'local', name: 'ext4', freeBytes: 5e9 }, 'ok', '5.0 GB free on ext4'],
    [{ kind: 'unknown', name: null, freeBytes: 5e9 }, 'ok', '5.0 GB free'],
    [{ kind: 'local', name: 'ext4', freeBytes: 5e8 }, 'warning', '500 MB free on ext4'],
    [{ kind: 'local', name: 'ext4', freeBytes: 5e6 }, 'fault', '5 MB free on ext4'],
    [{ kind: 'network', name: 'nfs', freeBytes: 5e9 }, 'warning', '5.0 GB free on nfs'],
    [{ kind: 'memory', name: 'tmpfs', freeBytes: 5e9 }, 'warning', '5.0 GB free on tmpfs'],
  ] as const)('takes the disk %o for %s', (disk, status, found) => {
    expect(lookAtDisk(disk)).toMatchObject({ status, found });
  });

  it.each([
    [{ isTTY: true, columns: 120 }, { LANG: 'en_US.UTF-8' }, 'ok', '120 columns, colours, UTF-8'],
    [{ isTTY: true, columns: 120 }, { LANG: 'en_US.UTF-8', NO_COLOR: '1' }, 'ok', '120 columns, no colours, UTF-8'],
    [{ isTTY: true, columns: 60 }, { LANG: 'en_US.UTF-8' }, 'warning', '60 columns, colours, UTF-8'],
    [{ isTTY: true, columns: 120 }, { LANG: 'en_US.UTF-8', LC_ALL: 'C' }, 'warning', '120 columns, colours, no UTF-8'],
    [{ isTTY: true, columns: 120 }, { LANG: 'C.UTF-8', TERM: 'dumb' }, 'warning', '120 columns, no colours, UTF-8'],
    [{}, {}, 'ok', 'none: progress is written as plain lines'],
  ])('takes the terminal %o with %o for %s', (stream, env, status, found) => {
    expect(lookAtTerminal({ stderr: stream as NodeJS.WriteStream, env })).toMatchObject({ status, found });
  });

  it('takes whatever is thrown for a fault, with what to do', async () => {
    const finding = (error: unknown) =>
      findingOf({ name: 'LMDB', look: () => Promise.reject(error) }, 'install jbt again');
    expect(await finding(new Error('no binary'))).toEqual({
      ...{ name: 'LMDB', status: 'fault' },
      ...{ found: 'no binary', remedy: 'install jbt again' },
    });
    const known = new JbtError('MachineLimit', 'too few files: raise the limit');
    expect(await finding(known)).toMatchObject({ status: 'fault', found: known.message, remedy: null });
  });
});

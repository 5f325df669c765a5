import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';

/** A file system, as far as a database on it is concerned. */
type DiskKind = 'local' | 'network' | 'memory' | 'unknown';

export interface Disk {
  readonly kind: DiskKind;
  /** Name of the file system where it is known. */
  readonly name: string | null;
  readonly freeBytes: number;
}

/** Magic numbers of Linux (`man 2 statfs`). */
const LINUX: Readonly<Record<number, readonly [name: string, kind: DiskKind]>> = {
  61267: ['ext4', 'local'],
  1481003842: ['xfs', 'local'],
  2435016766: ['btrfs', 'local'],
  801189825: ['zfs', 'local'],
  2035054128: ['overlay', 'local'],
  16914836: ['tmpfs', 'memory'],
  26985: ['nfs', 'network'],
  20859: ['smb', 'network'],
  4283649346: ['cifs', 'network'],
  4266872130: ['smb2', 'network'],
  16914839: ['9p', 'network'],
  1397113167: ['afs', 'network'],
  12805120: ['ceph', 'network'],
  198183888: ['lustre', 'network'],
  1196445267: ['gpfs', 'network'],
  2020557398: ['vboxsf', 'network'],
  1702057286: ['fuse', 'unknown'],
};

/** Describes the file system on which a path lies, or would lie. */
export function diskOf(path: string): Disk {
  const { type, bavail, bsize } = statfsSync(existingAncestor(path));
  const [name, kind] = (process.platform === 'linux' ? LINUX[type >>> 0] : undefined) ?? [null, 'unknown'];
  return { name, kind, freeBytes: bavail * bsize };
}

/** True where a path can be written, or made. */
export function isWritable(path: string): boolean {
  try {
    accessSync(existingAncestor(path), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function existingAncestor(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : existingAncestor(dirname(path));
}

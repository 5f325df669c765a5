import { JbtError } from '../../model/errors.ts';

/** Refusals of the operating system and of Node, by their code, with the remedy. */
const REFUSALS: Readonly<Record<string, string>> = {
  EMFILE: 'no more files may be open: raise the limit, for example with ulimit -n 1024',
  ENFILE: 'the machine has too many open files: close some, or raise its limit',
  ENOMEM: 'there is no more memory: free some, raise the limit of the process, or use fewer workers (--parallel 1)',
  EAGAIN: 'no more processes or threads may start: raise ulimit -u or the limit of the container, or use --parallel 1',
  ENOSPC: 'the disk is full: free some space',
  EDQUOT: 'the disk quota is used up: free some space',
  EROFS: 'the disk can only be read: use a folder that can be written',
  ERR_WORKER_INIT_FAILED:
    'a worker thread could not start: use fewer workers (--parallel 1), or raise ulimit -u and -v',
  ERR_WORKER_OUT_OF_MEMORY: 'a worker thread had no memory to start: free some, or use fewer workers (--parallel 1)',
  ERR_MEMORY_ALLOCATION_FAILED: 'there is no more memory: free some, or use fewer workers (--parallel 1)',
};

/** Turns a refusal of the machine into JbtError `MachineLimit`; null for any other error. */
export function machineLimit(error: unknown): JbtError | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  const remedy = Object.hasOwn(REFUSALS, error.code) ? REFUSALS[error.code] : null;
  return remedy === null ? null : new JbtError('MachineLimit', `${remedy} (${error.message})`);
}

import { availableParallelism } from 'node:os';
import { controlGroups } from './control-groups.ts';

/** Returns the cores that this process may use: Node counts those of the machine. Half a core counts as one. */
export function usableCores(root = '/', cores = availableParallelism()): number {
  return Math.max(1, Math.min(cores, ...controlGroups(root).map((group) => Math.ceil(group.cores))));
}

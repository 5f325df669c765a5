import { cpus } from 'node:os';
import { usableCores } from '../../src/adapters/system/cores.ts';
import { machineMemory } from '../../src/adapters/system/memory.ts';

/** Machine and versions, without which no figure means anything. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly platform: string;
  readonly node: string;
  readonly v8: string;
}

export function thisMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown processor',
    cores: usableCores(),
    memoryBytes: machineMemory(),
    platform: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    v8: process.versions.v8,
  };
}

export function describeMachine({ cpu, cores, memoryBytes, platform, node, v8 }: Machine): string {
  const memory = (memoryBytes / 2 ** 30).toFixed(1);
  return `${cpu}, ${cores} cores, ${memory} GiB, ${platform}, Node ${node}, V8 ${v8}`;
}

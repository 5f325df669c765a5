import { readFileSync } from 'node:fs';
import { availableParallelism, freemem, totalmem } from 'node:os';
import { join } from 'node:path';
import { usableCores } from '../../adapters/system/cores.ts';
import { machineMemory } from '../../adapters/system/memory.ts';
import { OWN_PACKAGE } from '../../adapters/system/package.ts';
import { requireRoomForThreads } from '../../adapters/system/room.ts';
import { wantsColours } from '../../adapters/terminal/paint.ts';
import type { Io } from '../command.ts';
import { type Answer, type Check, fault, ok, warning } from './finding.ts';

/** Memory with which the candles of a few markets and one worker fit. */
const LITTLE_MEMORY = 1e9;
/** Width at which tables show their main columns. */
const NARROW = 80;

export function machineChecks(io: Io): readonly Check[] {
  return [
    { name: 'Node', look: () => lookAtNode(process.versions.node, requiredNode()) },
    { name: 'cores', look: () => ok(coresText(usableCores(), availableParallelism())) },
    { name: 'memory', look: () => lookAtMemory(machineMemory(), totalmem(), freemem()) },
    { name: 'limits', look: lookAtLimits },
    { name: 'terminal', look: () => lookAtTerminal(io) },
  ];
}

/** The lowest version of Node that jbt runs on, from its package.json. */
function requiredNode(): string {
  const manifest = JSON.parse(readFileSync(join(OWN_PACKAGE, 'package.json'), 'utf8'));
  const { engines } = manifest as { readonly engines: { readonly node: string } };
  return engines.node.replace('>=', '');
}

export function lookAtNode(found: string, required: string): Answer {
  const text = `${found} on ${process.platform} ${process.arch}`;
  const [major, minor] = found.split('.').map(Number);
  const [leastMajor, leastMinor = 0] = required.split('.').map(Number);
  const isOld = major < leastMajor || (major === leastMajor && minor < leastMinor);
  return isOld ? fault(text, `install Node ${required} or newer, from https://nodejs.org`) : ok(text);
}

function coresText(usable: number, all: number): string {
  return usable === all ? `${usable}` : `${usable} of the ${all} of the machine, as the container allows`;
}

export function lookAtMemory(usable: number, all: number, free: number): Answer {
  const whose = usable < all ? `the container may use ${gigabytes(usable)} of ${gigabytes(all)}` : gigabytes(all);
  const text = `${whose}, ${gigabytes(free)} free`;
  if (usable >= LITTLE_MEMORY) return ok(text);
  return warning(text, 'use one worker (--parallel 1) and short ranges, or allow more memory');
}

/** Throws JbtError `MachineLimit` where the default number of workers does not fit. */
function lookAtLimits(): Answer {
  const threads = usableCores();
  requireRoomForThreads(threads);
  return ok(`room for ${threads} ${threads === 1 ? 'worker' : 'workers'} (files, address space, memory)`);
}

export function lookAtTerminal({ stderr, env }: Pick<Io, 'stderr' | 'env'>): Answer {
  if (stderr.isTTY !== true) return ok('none: progress is written as plain lines');
  const colours = wantsColours(stderr, env) ? 'colours' : 'no colours';
  const text = `${stderr.columns} columns, ${colours}, ${isUtf8(env) ? 'UTF-8' : 'no UTF-8'}`;
  if (env.TERM === 'dumb')
    return warning(text, 'TERM=dumb allows no live display: set TERM, for example xterm-256color');
  if (!isUtf8(env)) return warning(text, 'plots and bars need UTF-8: set LANG, for example C.UTF-8');
  if (stderr.columns < NARROW) return warning(text, `widen it to ${NARROW} columns to see the main columns of tables`);
  return ok(text);
}

/** The first of these variables that is set wins, as in POSIX. Windows draws UTF-8 in any case. */
function isUtf8({ LC_ALL, LC_CTYPE, LANG }: Io['env']): boolean {
  return process.platform === 'win32' || /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '');
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

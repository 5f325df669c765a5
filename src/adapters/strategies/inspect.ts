import { Worker } from 'node:worker_threads';
import { JbtError } from '../../model/errors.ts';
import type { Parameters, ParameterValues } from '../../model/parameter.ts';
import type { StrategyDescription } from '../../run/ports.ts';
import { builtFile, OWN_FOLDERS } from '../system/package.ts';
import { requireRoomForThreads } from '../system/room.ts';
import { computedMs } from '../system/thread-time.ts';
import type { BundledCode } from './bundle.ts';
import { displayPath, type StrategyFile } from './files.ts';

/** A strategy and its bundle. */
export interface BundledStrategy {
  readonly file: StrategyFile;
  readonly code: BundledCode;
}

/** Messages of the inspecting thread: first `begun`, then the result. */
export type Inspection =
  | { readonly kind: 'begun'; readonly systemThread: number | null }
  | { readonly kind: 'loaded'; readonly strategies: readonly InspectedStrategy[] }
  | { readonly kind: 'threw'; readonly message: string; readonly stack: string };

/** Default export of a strategy file. */
export type InspectedStrategy =
  | {
      readonly kind: 'strategy';
      readonly name: string;
      readonly parameters: Parameters;
      readonly defaults: ParameterValues;
      readonly warnings: readonly string[];
    }
  | { readonly kind: 'nothing' | 'no-strategy'; readonly name: string }
  | { readonly kind: 'incomplete'; readonly name: string; readonly missing: string }
  | { readonly kind: 'faulty'; readonly name: string; readonly fault: string };

type FoundInspection = Exclude<Inspection, { readonly kind: 'begun' }>;

const WATCHING_MS = 50;
const WAITING_FACTOR = 10;
const FRAME_PLACE = /\(?(?:file:\/\/)?(\/[^()]+|[A-Za-z]:\\[^()]+):(\d+):(\d+)\)?$/;

/**
 * Loads bundles in a separate thread, where they can do no harm, and describes the strategy of each. Throws JbtError
 * `StrategyNotLoaded` if loading throws, exits or does not end, or if hooks or parameters are declared wrongly, and
 * `StrategyNotFound` if a file exports no strategy.
 */
export async function inspectBundles(
  strategies: readonly BundledStrategy[],
  baseDir: string,
  timeoutMs: number,
): Promise<readonly StrategyDescription[]> {
  const files = strategies.map(({ file }) => file);
  const urls = strategies.map(({ code }) => code.url);
  const inspection = await inspectInThread(urls, timeoutMs);
  if (typeof inspection === 'string')
    throw new JbtError('StrategyNotLoaded', `${namesOf(files, baseDir)} ${inspection}`);
  if (inspection.kind === 'threw') throw notLoaded(inspection, files, baseDir);
  return inspection.strategies.map((strategy, index) => describe(strategy, files[index], baseDir));
}

/** Returns the inspection, or the reason why it failed. */
function inspectInThread(urls: readonly string[], limitMs: number): Promise<FoundInspection | string> {
  return new Promise((resolve) => {
    requireRoomForThreads(1);
    const worker = new Worker(builtFile('workers/inspect.js'), { workerData: urls, stdout: true });
    worker.stdout.resume();
    let systemThread: number | null = null;
    const stopWatching = watchTime(
      worker,
      limitMs,
      () => systemThread,
      () => end(`did not finish loading within ${limitMs / 1000} s: is there a loop without end?`),
    );
    function end(found: FoundInspection | string): void {
      stopWatching();
      resolve(found);
      void worker.terminate();
    }
    worker.on('message', (message: Inspection) => {
      if (message.kind === 'begun') ({ systemThread } = message);
      else end(message);
    });
    worker.once('error', (error) => end(`could not be loaded: ${error.message}`));
    worker.once('exit', () => end('ended the thread while it was loaded: is something awaited that never comes?'));
  });
}

/**
 * Calls `end` once the CPU time or the idle time of a thread exceeds a limit. Both are independent of other
 * processes. A thread that blocks within a call spends neither, and is limited by the clock, to a multiple of the
 * limit.
 */
function watchTime(worker: Worker, limitMs: number, systemThread: () => number | null, end: () => void): () => void {
  const begun = performance.now();
  const timer = setInterval(() => {
    const { active, idle } = worker.performance.eventLoopUtilization();
    const computed = computedMs(systemThread()) ?? active;
    if (Math.max(computed, idle, (performance.now() - begun) / WAITING_FACTOR) > limitMs) end();
  }, WATCHING_MS);
  return () => clearInterval(timer);
}

function describe(found: InspectedStrategy, file: StrategyFile, baseDir: string): StrategyDescription {
  const path = displayPath(file.path, baseDir);
  const example = 'write `export default class MyStrategy extends Strategy { ... }`';
  switch (found.kind) {
    case 'strategy':
      return {
        name: file.name,
        className: file.className,
        parameters: found.parameters,
        defaults: found.defaults,
        warnings: found.warnings,
      };
    case 'nothing':
      throw new JbtError('StrategyNotFound', `${path} has no default export: ${example}`);
    case 'no-strategy':
      throw new JbtError(
        'StrategyNotFound',
        `the default export of ${path} is no class that extends Strategy: ${example}`,
      );
    case 'incomplete':
      throw new JbtError('StrategyNotFound', `the strategy in ${path} has no ${found.missing}() method`);
    case 'faulty':
      throw new JbtError('StrategyNotLoaded', `${path}: ${found.fault}`);
  }
}

function notLoaded(
  { message, stack }: { readonly message: string; readonly stack: string },
  files: readonly StrategyFile[],
  baseDir: string,
): JbtError {
  const place = placeOf(stack, baseDir) ?? namesOf(files, baseDir);
  return new JbtError('StrategyNotLoaded', `${place}: ${message.replaceAll('\n', ' ')} (while the file was loaded)`);
}

/** Returns the first frame of a stack outside of Node and jbt. */
function placeOf(stack: string, baseDir: string): string | null {
  const isForeign = (line: string): boolean =>
    line.includes('node:') || OWN_FOLDERS.some((folder) => line.includes(folder));
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line) && !isForeign(line));
  const place = frames.map((line) => FRAME_PLACE.exec(line)).find((match) => match !== null);
  return place ? `${displayPath(place[1], baseDir)}:${place[2]}:${place[3]}` : null;
}

function namesOf(files: readonly StrategyFile[], baseDir: string): string {
  const paths = files.map(({ path }) => displayPath(path, baseDir));
  return paths.length === 1 ? paths[0] : `one of ${paths.join(', ')}`;
}

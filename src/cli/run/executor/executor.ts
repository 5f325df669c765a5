import { resolve } from 'node:path';
import * as z from 'zod';
import { redisSettings } from '../../../adapters/redis/settings.ts';
import { usableCores } from '../../../adapters/system/cores.ts';
import { sha256 } from '../../../adapters/system/digest.ts';
import { memoryShare } from '../../../adapters/system/memory.ts';
import { valuesV8 } from '../../../adapters/system/value-codec.ts';
import { JbtError } from '../../../model/errors.ts';
import type { Io } from '../../command.ts';
import { flagOption, type OptionRows, readOptions, sizeOption, type ValuesOf, valueOption } from '../../options.ts';
import { redisOption, remoteOption, wholeFromOne } from '../options.ts';
import type { ChosenExecutor } from './chosen.ts';

interface ExecutorRow {
  readonly options: OptionRows;
  /** Checks the options; null where they ask for another executor. Throws JbtError `InvalidOption`. */
  choose(options: Readonly<Record<string, unknown>>, env: Io['env']): ChosenExecutor | null;
}

function executor<Rows extends OptionRows>(
  options: Rows,
  choose: (values: ValuesOf<Rows>, env: Io['env']) => ChosenExecutor | null,
): ExecutorRow {
  return { options, choose: (found, env) => choose(readOptions(options, found), env) };
}

/** Time for a stopped backtest to reach the end of its simulated day; a longer one is stuck. */
const GRACE_MS = 1000;

/** Folder for contents. */
export const sharedFolderOption = valueOption(z.string({ error: 'a folder' }).min(1, { error: 'a folder' }), null, {
  describe: 'folder that all machines see, for candles and strategies',
  defaultText: 'they travel through Redis',
});

export const THREADS = {
  parallel: valueOption(wholeFromOne, null, { describe: 'worker threads', defaultText: 'the cores jbt may use' }),
  /** Bytes. */
  memory: valueOption(sizeOption('64MB'), null, {
    describe: 'memory limit of a worker, such as 500MB',
    defaultText: 'its share of half the memory, at most 2GB',
  }),
};

/** Threads of this machine and the limits of each. Also for `jbt worker`. */
export function localThreads({ parallel, memory }: ValuesOf<typeof THREADS>) {
  const threads = parallel ?? usableCores();
  return { threads, graceMs: GRACE_MS, memoryLimitMb: Math.floor((memory ?? memoryShare(threads)) / 1e6) };
}

/** Every executor. The options choose the first that answers; the last always does. */
export const EXECUTORS: readonly ExecutorRow[] = [
  executor({ inline: flagOption('play in the main thread, for breakpoints; Ctrl-C ends it at once') }, ({ inline }) => {
    if (!inline) return null;
    return {
      threads: 1,
      hearsSignals: false,
      async open({ shared, values, timeoutMs }) {
        const { createInlineExecutor } = await import('../../../adapters/executors/inline.ts');
        return createInlineExecutor({ shared, values, timeoutMs, digest: sha256, codec: valuesV8, hardens: true });
      },
    };
  }),
  executor(
    {
      ...THREADS,
      redis: redisOption,
      remote: remoteOption,
      localToo: flagOption('with --remote: play on the threads of this machine too'),
      sharedFolder: sharedFolderOption,
    },
    ({ remote, localToo, redis, sharedFolder, ...threads }, env) => {
      if (!remote) {
        if (localToo) throw new JbtError('InvalidOption', '--local-too goes with --remote');
        if (sharedFolder !== null) throw new JbtError('InvalidOption', '--shared-folder goes with --remote');
        return null;
      }
      const settings = redisSettings(env, redis);
      if (settings === null)
        throw new JbtError('InvalidOption', '--remote needs a Redis: give --redis URL, or set REDIS_HOST');
      if (!localToo && (threads.parallel ?? threads.memory) !== null) {
        throw new JbtError(
          'InvalidOption',
          'with --remote, --parallel and --memory are options of jbt worker, or go with --local-too',
        );
      }
      const local = localToo ? localThreads(threads) : null;
      return {
        threads: local?.threads ?? 1,
        hearsSignals: true,
        async check(warn) {
          const { requireMeetingPlace } = await import('./remote.ts');
          await requireMeetingPlace(settings, warn);
        },
        meetingPlace: `${settings.host}:${settings.port}`,
        async open(parts) {
          const { openRemoteExecutor } = await import('./remote.ts');
          const folder = sharedFolder === null ? null : resolve(sharedFolder);
          return openRemoteExecutor({ settings, folder }, local, parts);
        },
      };
    },
  ),
  executor(THREADS, ({ parallel, memory }) => ({
    threads: parallel ?? usableCores(),
    hearsSignals: true,
    async open(parts) {
      const { createPiscinaExecutor } = await import('../../../adapters/executors/piscina/executor.ts');
      return createPiscinaExecutor({ ...parts, ...localThreads({ parallel: parts.threads, memory }) });
    },
  })),
];

/** Chooses the executor, and checks the options of all. Throws JbtError `InvalidOption`. */
export function chooseExecutor(options: Readonly<Record<string, unknown>>, env: Io['env']): ChosenExecutor {
  const [chosen, ...others] = EXECUTORS.map((row) => row.choose(options, env)).filter((found) => found !== null);
  // The last row always answers.
  if (others.length > 1) throw new JbtError('InvalidOption', '--inline and --remote exclude each other');
  return chosen;
}

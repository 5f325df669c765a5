import { join } from 'node:path';
import { redisSettings } from '../../adapters/redis/settings.ts';
import { createLogLinesReporter } from '../../adapters/reporters/log-lines.ts';
import { createPlainReporter } from '../../adapters/reporters/plain.ts';
import { makeToken } from '../../adapters/runs/token.ts';
import { systemClock } from '../../adapters/system/clock.ts';
import { charsetOf } from '../../adapters/terminal/charset.ts';
import { canDraw, wantsColours } from '../../adapters/terminal/paint.ts';
import type { RowOf } from '../../run/coordinator/report-of.ts';
import type { Clock, Reporter, RunControls } from '../../run/ports.ts';
import type { Report } from '../../run/report.ts';
import { DEFAULT_SORT } from '../../run/rows/ranking.ts';
import type { Io } from '../command.ts';
import { portOption } from '../dashboard/options.ts';
import { flagOption, type OptionRows, readOptions, type ValuesOf, valueOption } from '../options.ts';
import { say } from '../process/say.ts';
import { csvFile } from './csv-files.ts';
import { type AskedReporter, duration, RUN_OPTIONS, redisOption, remoteOption } from './options.ts';
import { openEventLines, openGitHub, openJson, openJUnit, openMarkdown, openResultRows } from './report-files.ts';

/** Inputs of a reporter. */
interface ReporterParts {
  readonly io: Io;
  /** Folder of the run. */
  readonly folder: string;
  /** Makes the rows of jobs that have ended. */
  readonly rowOf: RowOf;
  readonly controls: RunControls;
  /** Tells the person at the screen something before the run begins. */
  readonly say: (line: string) => void;
  /** Warns the person at the screen. */
  readonly warn: (message: string) => void;
}

interface OpenedReporter extends Reporter {
  /** Message counts of a mirror, for the report. */
  stats?(): Report['redis'];
}

/** Loads and opens a reporter that the options ask for. */
export type OpenReporter = (parts: ReporterParts) => Promise<OpenedReporter>;

interface ReporterRow {
  readonly options: OptionRows;
  /** Checks the options; null where they do not ask for the reporter. Throws JbtError `InvalidOption`. */
  choose(options: Readonly<Record<string, unknown>>, env: Io['env']): OpenReporter | null;
}

function reporter<Rows extends OptionRows>(
  options: Rows,
  choose: (values: ValuesOf<Rows>, env: Io['env']) => OpenReporter | null,
): ReporterRow {
  return { options, choose: (found, env) => choose(readOptions(options, found), env) };
}

const { debug, orders, trades } = RUN_OPTIONS;
const NAMED = { reporter: RUN_OPTIONS.reporter };

/** A reporter that `--reporter` names. */
function named(
  name: AskedReporter['name'],
  open: (path: string | null, parts: ReporterParts) => Promise<Reporter>,
): ReporterRow {
  return reporter(NAMED, (values) => {
    const found = values.reporter.find((one) => one.name === name);
    return found === undefined ? null : (parts) => open(found.path, parts);
  });
}

/** Every optional reporter; each run also has one for the screen. */
export const REPORTERS: readonly ReporterRow[] = [
  reporter({ debug }, (asked) => {
    if (!asked.debug) return null;
    return async ({ folder }) => {
      const { createLogsReporter } = await import('../../adapters/reporters/logs.ts');
      return createLogsReporter(join(folder, 'logs'));
    };
  }),
  reporter({ trades }, (asked) => {
    if (!asked.trades) return null;
    return async ({ folder }) => {
      const { createTradesReporter } = await import('../../adapters/reporters/csv-tables.ts');
      return createTradesReporter((jobId) => csvFile(folder, 'trades', jobId));
    };
  }),
  reporter({ orders }, (asked) => {
    if (!asked.orders) return null;
    return async ({ folder }) => {
      const { createOrdersReporter } = await import('../../adapters/reporters/csv-tables.ts');
      return createOrdersReporter((jobId) => csvFile(folder, 'orders', jobId));
    };
  }),
  reporter({ remote: remoteOption }, (asked) => {
    if (!asked.remote) return null;
    return async ({ folder }) => {
      const { createHostsReporter } = await import('../../adapters/reporters/hosts.ts');
      return createHostsReporter(join(folder, 'manifest.json'));
    };
  }),
  named('json', openJson),
  named('ndjson', openEventLines),
  named('junit', openJUnit),
  named('markdown', openMarkdown),
  named('github', openGitHub),
  named('csv', openResultRows),
  reporter(
    {
      dashboard: flagOption('serve a live page of the run while it is played'),
      dashboardPort: valueOption(portOption, 0, { describe: 'port of that page', defaultText: 'a free one' }),
    },
    ({ dashboard, dashboardPort }) => {
      if (!dashboard) return null;
      return async (parts) => {
        const { openLivePage } = await import('../dashboard/live-page.ts');
        return openLivePage(parts, dashboardPort);
      };
    },
  ),
  reporter(
    {
      redis: redisOption,
      /** Milliseconds. */
      redisTimeout: valueOption(duration, 5_000, {
        describe: 'longest wait for a slow Redis at the end of a run; progress and logs are dropped first',
        defaultText: '5s',
      }),
      remote: remoteOption,
    },
    ({ redis, redisTimeout: closeMs, remote }, env) => {
      const settings = redisSettings(env, redis);
      if (settings === null) return null;
      return async ({ warn, folder, rowOf, controls }) => {
        const { createRedisReporter } = await import('../../adapters/reporters/redis/reporter.ts');
        const token = makeToken(folder);
        const options = { settings, warn, isFrugal: remote, closeMs, rowOf, controls, token };
        return createRedisReporter({ ...options, now: systemClock.now() });
      };
    },
  ),
];

/** Chooses reporters by options and environment. Throws JbtError `InvalidOption`. */
export function chooseReporters(options: Readonly<Record<string, unknown>>, env: Io['env']): readonly OpenReporter[] {
  return REPORTERS.map((row) => row.choose(options, env)).filter((open) => open !== null);
}

/** Open reporters of a run, and the message counts of Redis. */
interface RunReporters {
  readonly reporters: readonly Reporter[];
  readonly redis: () => Report['redis'];
}

/** Settings of reporters. */
export interface ScreenSettings {
  readonly reporters: readonly OpenReporter[];
  readonly sort: string | null;
  readonly reporter: readonly AskedReporter[];
}

/** Opens the reporters of a run. */
export type OpenReporters = (
  settings: ScreenSettings,
  parts: Pick<ReporterParts, 'folder' | 'rowOf' | 'controls'>,
  clock: Clock,
  io: Io,
) => Promise<RunReporters>;

/** Opens the screen, the log and the chosen reporters. */
export const openReporters: OpenReporters = async ({ reporters: chosen, sort, reporter: asked }, parts, clock, io) => {
  const screen = await openScreen(
    sort ?? DEFAULT_SORT,
    asked.map(({ name }) => name),
    clock,
    io,
  );
  const warn = (message: string) => screen.on({ type: 'warning', at: clock.now(), message });
  const tell = (line: string) => say(io.stderr, `${line}\n`);
  const opened = await Promise.all(chosen.map((open) => open({ ...parts, io, warn, say: tell })));
  const log = createLogLinesReporter(join(parts.folder, 'logs.ndjson'), warn);
  const mirror = opened.find(({ stats }) => stats !== undefined);
  return { reporters: [screen, log, ...opened], redis: () => mirror?.stats?.() ?? null };
};

async function openScreen(
  sort: string,
  asked: readonly AskedReporter['name'][],
  clock: Clock,
  { stderr, env }: Io,
): Promise<Reporter> {
  const charset = charsetOf(env);
  const isPlain = asked.includes('plain') || (!canDraw(stderr, env) && !asked.includes('terminal'));
  if (isPlain) return createPlainReporter({ write: (line) => stderr.write(`${charset(line)}\n`) });
  const { createTerminalReporter } = await import('../../adapters/reporters/terminal.ts');
  return createTerminalReporter({ stream: stderr, clock, colours: wantsColours(stderr, env), charset, sort });
}

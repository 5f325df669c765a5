import { join } from 'node:path';
import { createPlainReporter } from '../../adapters/reporters/plain.ts';
import { canDraw, wantsColours } from '../../adapters/terminal/paint.ts';
import type { Clock, Reporter } from '../../run/ports.ts';
import type { Report } from '../../run/report.ts';
import type { Io } from '../command.ts';
import type { RunSettings } from './settings.ts';
import { tradesFile } from './trades.ts';

/** Who hears a run, and what Redis took of it. */
export interface RunReporters {
  readonly reporters: readonly Reporter[];
  readonly redis: () => Report['redis'];
}

/** Chooses and opens the reporters; each is loaded only where it is used. */
export async function openReporters(
  { redis, debug, trades }: RunSettings,
  folder: string,
  clock: Clock,
  io: Io,
): Promise<RunReporters> {
  const screen = await openScreen(clock, io);
  const files = [...(debug ? [await openLogs(folder)] : []), ...(trades ? [await openTrades(folder)] : [])];
  const near = [screen, ...files];
  if (redis === null) return { reporters: near, redis: () => null };
  const { createRedisReporter } = await import('../../adapters/reporters/redis/reporter.ts');
  const warn = (message: string) => screen.on({ type: 'warning', at: clock.now(), message });
  const mirror = createRedisReporter({ settings: redis, warn });
  return { reporters: [...near, mirror], redis: () => mirror.stats() };
}

async function openLogs(folder: string): Promise<Reporter> {
  const { createLogsReporter } = await import('../../adapters/reporters/logs.ts');
  return createLogsReporter(join(folder, 'logs'));
}

async function openTrades(folder: string): Promise<Reporter> {
  const { createTradesReporter } = await import('../../adapters/reporters/trades.ts');
  return createTradesReporter((jobId) => tradesFile(folder, jobId));
}

async function openScreen(clock: Clock, { stderr, env }: Io): Promise<Reporter> {
  if (!canDraw(stderr, env)) return createPlainReporter({ write: (line) => stderr.write(`${line}\n`) });
  const { createTerminalReporter } = await import('../../adapters/reporters/terminal.ts');
  return createTerminalReporter({ stream: stderr, clock, colours: wantsColours(stderr, env) });
}

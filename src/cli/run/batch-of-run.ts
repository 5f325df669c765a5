import { dirname, join, resolve } from 'node:path';
import { batchFilesBeside, findBatchFile, isBatchFile, readBatchFile } from '../../adapters/batch-file/batch-file.ts';
import { pathOfStrategy, strategiesNear } from '../../adapters/strategies/files.ts';
import { JbtError } from '../../model/errors.ts';
import type { Market } from '../../model/market.ts';
import type { Batch } from '../../run/batch/batch.ts';
import { flagAt } from '../../run/batch/flags.ts';
import type { Origin } from '../../run/batch/layers.ts';
import type { DocumentPath } from '../../run/batch/problems.ts';
import { resolveBatch } from '../../run/batch/resolve.ts';
import type { BacktestDocument } from '../../run/batch/schema.ts';
import { suggestion } from '../../run/text/nearest.ts';
import { type BatchFlags, readBatchFlags } from './batch-flags.ts';

/** A batch, and the base folder of its strategy names. */
export interface RunBatch {
  readonly batch: Batch;
  readonly folder: string;
}

/**
 * Reads the batch of `jbt run`: a batch file, named or found, whose settings flags override; or strategies with flags
 * alone. `reading` is told of the file before it is read. Throws JbtError `InvalidOption`, `InvalidBatch` or `FileNotFound`.
 */
export async function batchOfRun(
  options: Readonly<Record<string, unknown>>,
  cwd: string,
  reading: (path: string) => void = () => {},
): Promise<RunBatch> {
  const flags = readBatchFlags(options);
  if (flags.batch.length > 0 && !flags.batch.some(isBatchFile)) {
    refuseMissing(flags.batch, cwd);
    return { batch: batchOfFlags(flags), folder: cwd };
  }
  refuseSingleRunFlags(flags);
  const path = flags.batch[0] ?? findBatchFile(cwd);
  if (flags.batch.length > 1) throw new JbtError('InvalidOption', `${flags.batch.join(' ')}: one batch file at a time`);
  reading(resolve(cwd, path));
  return {
    batch: await readBatchFile(path, cwd, { content: flags.settings, origin: FLAGS }),
    folder: dirname(resolve(cwd, path)),
  };
}

/** The batch of a run without a file, from the options of `jbt run`. Throws JbtError `InvalidOption`. */
export function batchFromOptions(options: Readonly<Record<string, unknown>>): Batch {
  return batchOfFlags(readBatchFlags(options));
}

function batchOfFlags(flags: BatchFlags): Batch {
  const { batch: strategies, market: markets, timeframe: timeframes } = flags;
  const needed = [
    markets.length === 0 && '--market "EXCHANGE:BASE-QUOTE"',
    timeframes.length === 0 && '--timeframe 1h',
  ];
  const missing = needed.filter((flag) => flag !== false);
  if (missing.length > 0) {
    throw new JbtError('InvalidOption', `${strategies.join(' ')}: a strategy needs ${missing.join(' and ')}`);
  }
  const dataRoutes = flags['data-route'];
  const backtests = [...byExchange(markets)].map(
    ([name, symbols]): BacktestDocument => ({
      ...(flags.portfolio ? portfolioOf(flags) : { strategies, symbols }),
      ...{ timeframes, dataRoutes, exchange: { name } },
    }),
  );
  return resolveBatch({ content: { backtests }, origin: FLAGS }, { content: flags.settings, origin: FLAGS });
}

/** One strategy trades all markets, or each market has one of its own. Throws JbtError `InvalidOption`. */
function portfolioOf({ batch: strategies, market: markets }: BatchFlags): Pick<BacktestDocument, 'routes'> {
  const refuse = (message: string) => new JbtError('InvalidOption', `--portfolio: ${message}`);
  const [{ exchange }] = markets;
  if (markets.length === 1) throw refuse('found one --market, allowed: two or more');
  const other = markets.find((market) => market.exchange !== exchange);
  if (other !== undefined) throw refuse(`found ${exchange} and ${other.exchange}, allowed: markets of one exchange`);
  const pairs = strategies.length > 1;
  if (pairs && strategies.length !== markets.length) {
    const found = `${strategies.length} strategies and ${markets.length} markets`;
    throw refuse(`found ${found}, allowed: one strategy for all markets, or one for each in turn`);
  }
  return { routes: markets.map(({ symbol }, index) => ({ symbol, strategy: strategies[pairs ? index : 0] })) };
}

function byExchange(markets: readonly Market[]): ReadonlyMap<string, string[]> {
  const symbols = new Map<string, string[]>();
  for (const { exchange, symbol } of markets) symbols.set(exchange, [...(symbols.get(exchange) ?? []), symbol]);
  return symbols;
}

/** Refuses a word that names no file before the flags are checked: it is more likely a typing error. */
function refuseMissing(strategies: readonly string[], cwd: string): void {
  const missing = strategies.find((name) => pathOfStrategy(name, cwd) === null);
  if (missing === undefined) return;
  const batches = batchFilesBeside(resolve(cwd, missing)).map((name) => join(dirname(missing), name));
  const near = suggestion(missing, [...strategiesNear(missing, cwd), ...batches]);
  throw new JbtError('FileNotFound', `there is no file or strategy ${missing}${near}`);
}

function refuseSingleRunFlags(flags: BatchFlags): void {
  const lists = ['market', 'timeframe', 'data-route'] as const;
  const given = flags.portfolio ? 'portfolio' : lists.find((name) => flags[name].length > 0);
  if (given === undefined) return;
  const what = flags.batch.length > 0 ? 'not with a batch file' : 'with none named, the batch file is run';
  throw new JbtError('InvalidOption', `--${given} goes with strategies: jbt run STRATEGY... --${given} ... (${what})`);
}

const FLAGS: Origin = { code: 'InvalidOption', locate: locateFlag };

/** Name of the flag behind a path of a batch made of flags. */
function locateFlag(path: DocumentPath): string {
  const flag = flagAt(path);
  if (flag === null) return 'command line';
  return flag === 'set' ? `--set ${String(path[path.length - 1])}` : `--${flag}`;
}

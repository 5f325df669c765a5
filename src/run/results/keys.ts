import type { Job } from '../../model/job.ts';
import { marketKey } from '../../model/market.ts';
import { MINUTE } from '../../model/time.ts';
import type { Digest } from '../ports.ts';
import type { CandleDigests } from './candle-digests.ts';
import { canonicalJson } from './identity.ts';

/** What a result depends on besides its job and its candles. */
export interface ResultContext {
  /** Digests of strategies and all they import, by name. */
  readonly strategies: Readonly<Record<string, string>>;
  /** Version of jbt. */
  readonly engine: string;
  /** Major version of Node: its Math functions may change with it. */
  readonly nodeMajor: number;
  /** Language and time zone of the machine, which strategies see in texts and dates. */
  readonly locale: string;
}

/** How a result is written; another number for another way. */
const FORMAT = 1;

/** Equal for two jobs that must come to the same result. */
export function resultKey(job: Job, context: ResultContext, candles: CandleDigests, digest: Digest): string {
  const { id: _id, ...played } = job;
  const { strategies, ...versions } = context;
  const range = { from: job.from - job.warmupMinutes * MINUTE, to: job.to };
  const symbols = [...new Set([...job.routes, ...job.dataRoutes].map(({ symbol }) => symbol))];
  const markets = symbols.map((symbol) => marketKey({ exchange: job.exchange.name, symbol }));
  const ingredients = {
    format: FORMAT,
    ...versions,
    job: played,
    strategies: job.routes.map(({ strategy }) => strategies[strategy]),
    candles: markets.map((market) => candles.of(market, range)),
  };
  return digest(canonicalJson(ingredients));
}

import type { Job } from '../../model/job.ts';
import { marketKey } from '../../model/market.ts';
import { MINUTE } from '../../model/time.ts';
import type { Digest } from '../ports.ts';
import type { CandleDigests } from './candle-digests.ts';
import { canonicalJson } from './identity.ts';

/** Dependencies of a result besides its job and its candles. */
export interface ResultContext {
  /** Digests of strategies and all their imports, by name. */
  readonly strategies: Readonly<Record<string, string>>;
  /** Version of jbt. */
  readonly engine: string;
  /** Major version of Node: Math functions may change with it. */
  readonly nodeMajor: number;
  /** Language and time zone of the machine, which strategies can see in texts and dates. */
  readonly locale: string;
}

/** Version of the encoding of results. */
const FORMAT = 1;

/** Digest that is equal for two jobs that must come to the same result. */
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

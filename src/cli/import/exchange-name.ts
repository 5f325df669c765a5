import { hasEnvironment } from '../../adapters/lmdb/environment.ts';
import { JbtError } from '../../model/errors.ts';
import { DEFAULT_FEES } from '../../model/exchange.ts';
import { nearest } from '../../run/text/nearest.ts';
import type { Io } from '../command.ts';
import { homeOf } from '../home.ts';
import { withStorage } from '../storage.ts';

/** Names that differ by more edits are taken for another exchange. */
const MOST_EDITS = 2;

/** Refuses a new exchange whose name is nearly a known one. Throws JbtError `InvalidOption`. */
export async function refuseSimilarExchange(exchange: string, io: Io): Promise<void> {
  if (Object.hasOwn(DEFAULT_FEES, exchange)) return;
  const similar = nearest(exchange, Object.keys(DEFAULT_FEES), MOST_EDITS);
  if (similar === null || (await isStored(exchange, io))) return;
  throw new JbtError(
    'InvalidOption',
    `--market: "${exchange}" is not known, but nearly "${similar}": write that name, or add --new-exchange (jbt exchanges lists all)`,
  );
}

async function isStored(exchange: string, io: Io): Promise<boolean> {
  if (!hasEnvironment(homeOf(io).cache)) return false;
  return withStorage(io, ({ candles }) => candles.markets().some(({ market }) => market.exchange === exchange));
}

import type { Argv } from 'yargs';
import * as z from 'zod';
import type { CandleStore } from '../../adapters/candles/lmdb/store.ts';
import { hasEnvironment } from '../../adapters/lmdb/environment.ts';
import { JbtError } from '../../model/errors.ts';
import { type Market, marketKey } from '../../model/market.ts';
import type { MarketSummary } from '../../run/ports.ts';
import type { Command, Io } from '../command.ts';
import { homeOf } from '../home.ts';
import { marketOption, readValues } from '../options.ts';
import { EXIT } from '../process/exit.ts';
import { say } from '../process/say.ts';
import { namingStore, storeText, withStorage } from '../storage.ts';
import { marketJson, marketText, verificationJson, verificationText } from './answer.ts';

const json = z.boolean({ error: 'given once' }).default(false);
const anyMarket = marketOption.nullable().default(null);
const settings = z.discriminatedUnion(
  'action',
  [
    z.object({ action: z.literal('list'), market: anyMarket, json }),
    z.object({ action: z.literal('verify'), market: anyMarket, json }),
    z.object({ action: z.literal('remove'), market: marketOption, json }),
  ],
  { error: 'list, verify or remove' },
);

type CandlesSettings = z.infer<typeof settings>;

/** `jbt candles`: lists, verifies and removes stored candles. */
export const command: Command = {
  build: addCandlesOptions,
  async run(options, io) {
    const chosen = readSettings(options);
    // Listing creates no environment in a folder without one.
    if (!hasEnvironment(homeOf(io).cache))
      return namingStore(io, () => listMarkets(forMarket([], chosen.market), chosen, io));
    const check = chosen.action === 'verify' ? 'whole' : 'quick';
    return withStorage(io, ({ candles }) => act(candles, chosen, io), check);
  },
};

function addCandlesOptions(yargs: Argv): Argv {
  return yargs
    .positional('action', { type: 'string', describe: 'list (default), verify or remove' })
    .positional('market', { type: 'string', describe: 'EXCHANGE:SYMBOL; default: all; remove needs it' })
    .option('json', { type: 'boolean', describe: 'print one JSON document' })
    .example('jbt candles', 'markets, ranges, gaps, fingerprints')
    .example('jbt candles verify', 'read everything and check the checksums; exit 4 when something is damaged')
    .example('jbt candles remove "Binance Perpetual Futures:FIL-USDT"', 'remove a market');
}

function readSettings(options: Readonly<Record<string, unknown>>): CandlesSettings {
  return readValues(settings, { ...options, action: options.action ?? 'list' }, ['action', 'market']);
}

function act(candles: CandleStore, chosen: CandlesSettings, io: Io): number {
  switch (chosen.action) {
    case 'list':
      return listMarkets(forMarket(candles.markets(), chosen.market), chosen, io);
    case 'verify':
      return verifyMarkets(candles, chosen, io);
    case 'remove':
      return removeMarket(candles, chosen.market, chosen.json, io);
  }
}

function listMarkets(markets: readonly MarketSummary[], { json }: CandlesSettings, io: Io): number {
  const { stdout, stderr } = io;
  if (json) stdout.write(printJson(markets.map(marketJson)));
  else say(stdout, markets.map(marketText).join(''));
  const advice = 'to add some: jbt download, or jbt import FILES --market EXCHANGE:SYMBOL';
  if (markets.length === 0) say(stderr, `no candles are stored; ${advice} (${storeText(io)})\n`);
  return 0;
}

function verifyMarkets(candles: CandleStore, { market, json }: CandlesSettings, { stdout }: Io): number {
  const found = forMarket(candles.verify(), market);
  if (json) stdout.write(printJson(found.map(verificationJson)));
  else say(stdout, found.map(verificationText).join(''));
  return found.some(({ faults }) => faults.length > 0) ? EXIT.environment : 0;
}

function removeMarket(candles: CandleStore, market: Market, json: boolean, { stdout }: Io): number {
  const removed = candles.remove(market);
  if (json) stdout.write(printJson(marketJson(removed)));
  else say(stdout, `removed ${marketText(removed)}`);
  return 0;
}

/** Filters by market; null keeps all. Throws JbtError `CandlesNotFound` for a market that is not stored. */
function forMarket<Of extends { readonly market: Market }>(all: readonly Of[], market: Market | null): readonly Of[] {
  if (market === null) return all;
  const found = all.filter((one) => marketKey(one.market) === marketKey(market));
  if (found.length > 0) return found;
  const stored = all.map((one) => marketKey(one.market));
  throw new JbtError(
    'CandlesNotFound',
    `no candles of ${marketKey(market)} are stored; stored: ${stored.join(', ') || 'nothing'}`,
  );
}

function printJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

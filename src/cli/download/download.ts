import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { BINANCE_DUMPS_URL, binanceDumps } from '../../adapters/download/binance-dumps/binance-dumps.ts';
import { ccxtSource } from '../../adapters/download/ccxt/ccxt.ts';
import type { DownloadSource, SourceParts } from '../../adapters/download/source.ts';
import { systemClock } from '../../adapters/system/clock.ts';
import { JbtError } from '../../model/errors.ts';
import { type Market, marketKey } from '../../model/market.ts';
import { SECOND, type TimeRange } from '../../model/time.ts';
import { rangeText, summaryOf } from '../../run/plan/stored.ts';
import { formatTimeLeft } from '../../run/text/numbers.ts';
import type { Command, Io } from '../command.ts';
import { homeOf } from '../home.ts';
import { refuseSimilarExchange } from '../import/exchange-name.ts';
import { EXIT } from '../process/exit.ts';
import { onInterrupt } from '../process/interrupt.ts';
import { say } from '../process/say.ts';
import { withStorage } from '../storage.ts';
import { downloadJson, downloadText, type MarketAnswer } from './answer.ts';
import { Ledger } from './ledger.ts';
import { type DownloadParts, downloadPart, type PartCount } from './market-download.ts';
import { monthsIn } from './months.ts';
import { addDownloadOptions, type DownloadSettings, rangeOf, readSettings } from './options.ts';
import { DownloadProgress, eraseLine } from './progress.ts';

/** `jbt download`: puts candles of a server into the candle store, month by month. */
export const command: Command = {
  build: addDownloadOptions,
  async run(options, io) {
    const chosen = readSettings(options);
    const stopping = new AbortController();
    const stopListening = onInterrupt(() => stopping.abort());
    try {
      return await download(chosen, io, stopping.signal);
    } catch (error) {
      if (!stopping.signal.aborted || error !== stopping.signal.reason) throw error;
      say(io.stderr, 'interrupted: months that are complete are stored; the same command goes on from there\n');
      return EXIT.interrupted;
    } finally {
      stopListening();
    }
  },
};

async function download(chosen: DownloadSettings, io: Io, signal: AbortSignal): Promise<number> {
  const now = systemClock.now();
  const range = rangeOf(chosen, now);
  if (!chosen.newExchange) for (const { exchange } of chosen.market) await refuseSimilarExchange(exchange, io);
  const source = await sourceOf(chosen, io);
  for (const market of chosen.market) await source.check(market, signal);
  const answers = await withStorage(io, ({ candles: store }) => {
    const ledger = new Ledger(join(homeOf(io).folder, 'downloads.json'), source.name);
    const conflicts = chosen.replace ? 'replace' : 'refuse';
    return downloadAll({ source, store, ledger, gaps: chosen.gaps, conflicts, signal }, chosen.market, range, io);
  });
  if (chosen.json) io.stdout.write(downloadJson(source.name, answers, now));
  else say(io.stdout, downloadText(answers, now));
  return 0;
}

async function sourceOf({ from, baseUrl, retries }: DownloadSettings, { cwd, stderr }: Io): Promise<DownloadSource> {
  const wait: SourceParts['wait'] = async (ms, failure, signal) => {
    eraseLine(stderr);
    say(stderr, `${failure}; waiting ${formatTimeLeft(ms / SECOND)}\n`);
    await pause(ms, signal);
  };
  const parts: SourceParts = { now: () => systemClock.now(), retries, wait };
  switch (from.kind) {
    case 'binance-dumps':
      return binanceDumps(baseUrl ?? BINANCE_DUMPS_URL, parts);
    case 'ccxt':
      return ccxtSource(from.id, cwd, parts);
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(ms, undefined, { signal });
  } finally {
    signal.throwIfAborted();
  }
}

async function downloadAll(
  parts: DownloadParts,
  markets: readonly Market[],
  range: TimeRange,
  { stderr }: Io,
): Promise<readonly MarketAnswer[]> {
  const months = monthsIn(range);
  const progress = new DownloadProgress(stderr, markets.length * months.length, () => performance.now());
  const answers: MarketAnswer[] = [];
  try {
    for (const market of markets) {
      const counts: PartCount[] = [];
      for (const part of months) counts.push(await downloadShown(parts, market, part, progress));
      answers.push({ market, counts, stored: storedAfter(parts, market, counts, range) });
    }
  } finally {
    progress.close();
  }
  return answers;
}

async function downloadShown(
  parts: DownloadParts,
  market: Market,
  part: TimeRange,
  progress: DownloadProgress,
): Promise<PartCount> {
  progress.begin();
  const count = await downloadPart(parts, market, part, (state) => progress.update(market, part, state));
  progress.end(market, count);
  return count;
}

/** Throws JbtError `MarketNotFound` when the source had nothing at all. */
function storedAfter({ source, store }: DownloadParts, market: Market, counts: readonly PartCount[], range: TimeRange) {
  if (counts.every(({ outcome }) => outcome === 'absent')) {
    throw new JbtError(
      'MarketNotFound',
      `${source.name} has no candles of ${marketKey(market)} for ${rangeText(range)}: check the symbol and the dates`,
    );
  }
  return summaryOf(market, store.markets(), 'candle store');
}

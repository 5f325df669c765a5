import type { Argv } from 'yargs';

/** The flags of `jbt run` that say what is played. Those of `settings` also override what a batch file sets. */
export const BATCH_FLAGS = {
  single: {
    market: 'market to trade, as "EXCHANGE:BASE-QUOTE"; several: one backtest each',
    timeframe: 'timeframe of the bars, such as 1h; several: one backtest each',
    'data-route': 'candles to read but not trade, as SYMBOL@TIMEFRAME, or a TIMEFRAME of the traded market',
  },
  settings: {
    from: 'first traded minute (UTC), 2023-08-01 or 2023-08-01T14:30; default: where the stored candles begin',
    to: 'first minute not traded any more; default: where the stored candles end',
    set: 'parameter, as fast=12, fast=8,12,16 or slow=20..60:10 (from..to:step); several: every combination',
    'exchange-type': 'spot or futures; default: as the exchange is known to be',
    fee: "share of a fill's value, 0.0004 is 0.04 %; default: as known of the exchange",
    balance: 'starting balance in the quote asset; default: 10000',
    leverage: 'on futures; default: 1',
    'leverage-mode': 'cross or isolated; default: cross',
    warmup: 'bars of the longest timeframe before --from, or 7200m, 120h, 5D; default: 240, or what is stored',
    seed: 'whole number for the randomness of strategies; default: 0',
    compat: 'jesse: play by the conventions of Jesse',
    'gap-fill': 'what an order gets that a gap jumped over: open or order-price; default: open',
    slippage: 'share by which market and stop orders fill worse; default: 0',
  },
} as const;

export type BatchFlag = keyof typeof BATCH_FLAGS.single | keyof typeof BATCH_FLAGS.settings;

/** Adds the positional `batch`, the flags and examples to `jbt run [batch..]`. */
export function addBatchFlags(yargs: Argv): Argv {
  const described = yargs
    .positional('batch', {
      type: 'string',
      array: true,
      describe: 'a batch file (.yaml, .json, .config.ts; default: jbt.config.ts, jbt.yaml ... here), or strategies',
    })
    .example('jbt run', 'play the batch file of this folder on all cores')
    .example('jbt run jbt.yaml --from 2023-09-01 --set fast=8,12', 'the same, with other dates and one parameter fixed')
    .example(
      'jbt run strategies/trend.ts --market "Binance Perpetual Futures:FIL-USDT" --timeframe 1h --set slow=20..60:10',
      'a batch of five without a file',
    );
  addFlags(described, BATCH_FLAGS.single, 'What to play, without a batch file:');
  return addFlags(described, BATCH_FLAGS.settings, 'Settings, which go before those of a batch file:');
}

/** All flags are text to yargs: zod reads them, and says better what is wrong with one. */
function addFlags(yargs: Argv, flags: Readonly<Record<string, string>>, group: string): Argv {
  for (const [name, describe] of Object.entries(flags)) yargs.option(name, { type: 'string', describe, group });
  return yargs;
}

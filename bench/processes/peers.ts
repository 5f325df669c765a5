import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openTime } from '../../src/model/candle.ts';
import { writeCandles } from '../commands.ts';
import { crossPlay, HOURLY, MINUTELY } from '../cross-session.ts';
import { inTurns, timed } from '../harness/turns.ts';
import { playFusedCross } from '../limits/fused-cross.ts';
import { type FusedTrades, NUMBERS_A_TRADE, requireSameTrades, tradesOf } from '../limits/fused-trades.ts';
import { randomWalk, YEAR_MINUTES } from '../market.ts';

// Writes the candles for bench/peers, and how jbt plays them: node peers.js FOLDER.
const ROUNDS = 25;

const [folder] = process.argv.slice(2);
const minutes = randomWalk(YEAR_MINUTES);
writeCandles(join(folder, 'candles.csv'), minutes);
const times = Float64Array.from({ length: minutes.length }, (_, index) => openTime(minutes, index));
const columns = [times, minutes.open, minutes.high, minutes.low, minutes.close, minutes.volume];
writeFileSync(
  join(folder, 'candles.f64'),
  Buffer.concat(columns.map((column) => new Uint8Array(Float64Array.from(column).buffer))),
);
writeFileSync(join(folder, 'jbt.json'), JSON.stringify({ '1h': await played('1h'), '1m': await played('1m') }));

async function played(timeframe: '1h' | '1m') {
  const rules = timeframe === '1h' ? HOURLY : MINUTELY;
  const play = crossPlay(minutes, timeframe, rules);
  const trades = tradesOf(play());
  requireSameTrades('session and fused loop', trades, playFusedCross(minutes, rules));
  const [{ median }] = await inTurns(ROUNDS, [timed(play)]);
  return { rules, milliseconds: median, trades: rowsOf(trades) };
}

/** Side, entry price and exit price of each trade: what every peer can tell. */
function rowsOf(trades: FusedTrades): readonly (readonly number[])[] {
  const count = trades.length / NUMBERS_A_TRADE;
  return Array.from({ length: count }, (_, index) => {
    const [side, entry, , exit] = trades.slice(index * NUMBERS_A_TRADE, (index + 1) * NUMBERS_A_TRADE);
    return [side, entry, exit];
  });
}

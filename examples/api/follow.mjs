// Follows a run, and stops it as soon as one backtest makes enough. TypeScript and Node 24 close it by `await using`.
import { prepare } from 'jbt-runner/node';

const run = await prepare({
  exchange: 'Binance Perpetual Futures',
  backtests: [
    {
      strategies: 'trend',
      symbols: ['FIL-USDT', 'NEAR-USDT'],
      timeframes: '4h',
      parameters: { fast: { from: 8, to: 16, step: 4 } },
    },
  ],
});
console.log(`${run.jobs.length} backtests`);
for await (const event of run.events()) {
  if (event.type === 'warning') console.log(`warning: ${event.message}`);
  if (event.type !== 'job-finished' || event.row.metrics === null) continue;
  console.log(`${event.row.id}: ${event.trades().length} trades`);
  if (event.row.metrics.net_profit_percentage > 50) run.stop();
}
const { totals } = await run.finished;
await run.close();
console.log(`${totals.done} of ${totals.jobs} done`);

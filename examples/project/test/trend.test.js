import assert from 'node:assert/strict';
import { execSync } from 'node:child_process';
import { test } from 'node:test';

/**
 * Plays the strategy on the stored candles, with parameters such as `--set fast=8`, and returns the metrics.
 * @param {string} parameters
 * @returns {Record<string, number>}
 */
function play(parameters) {
  const market = '--market "Binance Perpetual Futures:FIL-USDT" --timeframe 1h';
  const range = '--from 2023-08-11 --to 2023-10-01 --warmup 200';
  const command = `npx --no -- jbt run strategies/trend.ts ${market} ${range} ${parameters} --json`;
  const report = execSync(command, { encoding: 'utf8', stdio: 'pipe' });
  return JSON.parse(report).jobs[0].metrics;
}

const metrics = play('--set fast=12 --set slow=26');

test('trend trades both ways', () => {
  assert.ok(metrics.longs_count > 5);
  assert.ok(metrics.shorts_count > 5);
});

test('no trade loses much more than the one percent that it risks', () => {
  assert.ok(metrics.largest_losing_trade < 0);
  assert.ok(metrics.largest_losing_trade > -0.015 * metrics.starting_balance);
});

test('slower averages trade less', () => {
  assert.ok(play('--set fast=24 --set slow=100').total < metrics.total);
});

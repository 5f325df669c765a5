import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { playGoldenFile } from './support/files.ts';
import { playScenario, type Scenario } from './support/scenarios/runner.ts';

test.each(['scenarios', 'units', 'indicators', 'indicators-compiled'])('every case of %s.json passes', (name) => {
  const { passed, failed, lines } = playGoldenFile(`${import.meta.dirname}/${name}.json`);
  expect(failed, lines.join('\n')).toBe(0);
  expect(passed).toBeGreaterThan(90);
});

/** The first path that differs in a scenario that shows a fault of Jesse's. */
test.each([
  ['jesse_fault_flip_loses_entry_order', 'expected.trades.0.fee'],
  ['jesse_fault_liquidated_by_price_before_entry', 'expected.trades.0.exit_price'],
  ['jesse_fault_spot_oversell_allowed_after_a_cancel', 'error'],
  ['jesse_fault_unaligned_start_duplicates_5m_candles', 'expected.trades.0.orders.0.created_at'],
  ['jesse_fault_portfolio_value_multiplies_pnl_by_leverage', 'checks'],
])('%s differs from Jesse in %s', (name, path) => {
  const { scenarios } = JSON.parse(readFileSync(`${import.meta.dirname}/scenarios.json`, 'utf8')) as {
    scenarios: Scenario[];
  };
  const scenario = scenarios.find((candidate) => candidate.name === name) as Scenario;
  expect(playScenario(scenario)[0].path).toBe(path);
});

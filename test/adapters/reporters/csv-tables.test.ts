import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createOrdersReporter, createTradesReporter } from '../../../src/adapters/reporters/csv-tables.ts';
import type { Order } from '../../../src/model/order.ts';
import type { Outcome } from '../../../src/model/outcome.ts';
import { testFolder } from '../../support/folder.ts';
import { doneOf, failedOf, jobOf, ORDER, TRADE, TRADES } from '../../support/scripted-run.ts';

/** The folder in which a reporter has heard the outcomes. */
function told(outcomes: readonly Outcome[], folder = testFolder(), trades = TRADES): string {
  const reporter = createTradesReporter((jobId) => join(folder, `${jobId}.csv`));
  for (const outcome of outcomes) {
    const job = jobOf(outcome.jobId);
    reporter.on({ type: 'job-finished', at: 0, job, outcome, trades, attempts: 1, replayed: false });
  }
  return folder;
}

it('every backtest that is done has a file with a line for each of its trades', () => {
  const folder = told([doneOf('a'), failedOf('b'), { status: 'cancelled', jobId: 'c', seconds: 0 }, doneOf('d')]);
  expect(readdirSync(folder).sort()).toEqual(['a.csv', 'd.csv']);
  expect(readFileSync(join(folder, 'a.csv'), 'utf8').split('\n')).toEqual([
    'id,strategy_name,exchange,symbol,timeframe,type,qty,entry_price,exit_price,size,leverage,fee,PNL,PNL_percentage,opened_at,closed_at,holding_period',
    '1,Trend,Binance Perpetual Futures,FIL-USDT,1h,long,100,4.02,4.5,402,2,0.34,47.66,NaN,2023-08-01T00:01:00.000Z,2023-08-02T00:00:00.000Z,86340',
    '',
  ]);
});

it('what is there from before an interruption stays', () => {
  const folder = testFolder();
  writeFileSync(join(folder, 'a.csv'), 'as it was');
  told([doneOf('a')], folder);
  expect(readFileSync(join(folder, 'a.csv'), 'utf8')).toBe('as it was');
});

it.each(['=1+1', '+1', '-1', '@sum', '\tx', '\rx'])('the text %j is no formula to a spreadsheet', (exchange) => {
  const folder = told([doneOf('a')], testFolder(), () => [{ ...TRADE, exchange, pnl: -5 }]);
  const content = readFileSync(join(folder, 'a.csv'), 'utf8');
  expect(content).toContain(`'${exchange}`);
  expect(content).toContain(',-5,');
});

it('every order has a line, and what has not happened is an empty cell', () => {
  const folder = testFolder();
  const reporter = createOrdersReporter((jobId) => join(folder, 'orders', `${jobId}.csv`));
  const cancelled: Order = {
    ...ORDER,
    ...{ id: 2, status: 'CANCELED' as const, reduceOnly: true, qty: -1, submittedVia: 'stop-loss' as const },
    ...{ filledQty: 0, fillPrice: null, fee: 0, executedAt: null, canceledAt: ORDER.createdAt },
  };
  const finished = { outcome: doneOf('a'), trades: TRADES, orders: () => [ORDER, cancelled], attempts: 1 };
  reporter.on({ type: 'job-finished', at: 0, job: jobOf('a'), ...finished, replayed: false });
  expect(readFileSync(join(folder, 'orders/a.csv'), 'utf8').split('\n')).toEqual([
    'id,exchange,symbol,side,type,reduce_only,qty,price,submitted_via,status,filled_qty,fill_price,fee,created_at,executed_at,canceled_at',
    '1,Binance Perpetual Futures,FIL-USDT,buy,STOP,false,100,4,,EXECUTED,100,4.02,0.16,2023-08-01T00:00:00.000Z,2023-08-01T00:01:00.000Z,',
    '2,Binance Perpetual Futures,FIL-USDT,buy,STOP,true,-1,4,stop-loss,CANCELED,0,,0,2023-08-01T00:00:00.000Z,,2023-08-01T00:00:00.000Z',
    '',
  ]);
});

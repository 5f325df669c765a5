import { defineBatch } from 'jbt-runner';

export default defineBatch({
  exchange: 'Binance Perpetual Futures',
  from: '2023-08-11',
  backtests: [
    { strategies: 'sample', symbols: ['FIL-USDT'], timeframes: ['1h', '4h'], parameters: { period: [10, 20] } },
  ],
});

// @ts-expect-error: no such timeframe
defineBatch({ backtests: [{ strategies: 'sample', symbols: 'FIL-USDT', timeframes: '7h' }] });

// Plays one backtest in this thread, on candles of the program: for tests, notebooks and browsers.
import { Strategy, ta } from 'jbt-runner';
import { play } from 'jbt-runner/play';

class Cross extends Strategy {
  fast = this.indicator(ta.sma, { period: 5 });
  slow = this.indicator(ta.sma, { period: 20 });
  shouldLong() {
    return this.fast.crossedAbove(this.slow);
  }
  goLong() {
    this.buy = [1, this.price];
  }
  updatePosition() {
    if (this.fast.crossedBelow(this.slow)) this.liquidate();
  }
}

const minute = 60_000;
const start = Date.UTC(2024, 0, 1);
const candles = Array.from({ length: 3 * 1440 }, (_, index) => {
  const price = 100 + 10 * Math.sin(index / 200);
  return {
    timestamp: start + index * minute,
    open: price,
    high: price + 0.1,
    low: price - 0.1,
    close: price,
    volume: 1,
  };
});
const { metrics, trades } = play(
  { routes: [{ symbol: 'BTC-USDT', timeframe: '15m', strategy: Cross }], warmup: 20 },
  { 'BTC-USDT': candles },
);
console.log(`${trades.length} trades, ${metrics.win_rate} won`);

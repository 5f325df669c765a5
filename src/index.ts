export { addDecimal as sumFloats, subtractDecimal as subtractFloats } from './engine/account/decimal.ts';
export type { LiveOrder } from './engine/account/live-order.ts';
export type { Position } from './engine/account/position.ts';
export type { CandlesView } from './engine/market/candles-view.ts';
export type { IndicatorColumn, IndicatorTarget, IndicatorView } from './engine/series/indicator-column.ts';
export type { Store } from './engine/store/index.ts';
export type { CacheOptions, KeepOptions, StrategyCache } from './engine/strategy/cache.ts';
export type { Filter } from './engine/strategy/hooks.ts';
export type { OrderLine, OrderLines } from './engine/strategy/order-lines.ts';
export { isPriceNear } from './engine/strategy/order-lines.ts';
export { categorical, float, int, type ValuesOf } from './engine/strategy/parameters.ts';
export {
  estimateAveragePrice,
  estimatePnl,
  estimatePnlPercentage,
  floorWithPrecision,
  kellyCriterion,
  limitStopLoss,
  qtyToSize,
  riskToQty,
  riskToSize,
  sizeToQty,
} from './engine/strategy/sizing.ts';
export { Strategy, type StrategyClass } from './engine/strategy/strategy.ts';
export * as ta from './indicators/index.ts';
export { type Indicator, type IndicatorSpec, indicator } from './indicators/indicator.ts';
export { fitness, pricesToReturns } from './metrics/index.ts';
export type { Candle, CandleColumns } from './model/candle.ts';
export type { Order } from './model/order.ts';
export { anchorTimeframe, minutesOf as timeframeToOneMinutes, type Timeframe } from './model/timeframe.ts';
export type { ClosedTrade } from './model/trade.ts';
export { defineBatch } from './run/batch/define-batch.ts';

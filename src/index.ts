export type { CandlesView } from './engine/candles-view.ts';
export { addDecimal as sumFloats, subtractDecimal as subtractFloats } from './engine/decimal.ts';
export type { IndicatorColumn } from './engine/indicator-column.ts';
export type { IndicatorTarget, IndicatorView } from './engine/indicator-target.ts';
export type { LiveOrder } from './engine/live-order.ts';
export type { OrderLine, OrderLines } from './engine/order-lines.ts';
export { isPriceNear } from './engine/order-lines.ts';
export { categorical, float, int, type ValuesOf } from './engine/parameters.ts';
export type { Position } from './engine/position.ts';
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
} from './engine/sizing.ts';
export type { Store } from './engine/store/index.ts';
export { Strategy, type StrategyClass } from './engine/strategy.ts';
export type { CacheOptions, KeepOptions, StrategyCache } from './engine/strategy-cache.ts';
export type { Filter } from './engine/strategy-hooks.ts';
export * as ta from './indicators/index.ts';
export { type Indicator, type IndicatorSpec, indicator } from './indicators/indicator.ts';
export { fitness, pricesToReturns } from './metrics/index.ts';
export type { Candle, CandleColumns } from './model/candle.ts';
export type { Order } from './model/order.ts';
export { anchorTimeframe, minutesOf as timeframeToOneMinutes, type Timeframe } from './model/timeframe.ts';
export type { ClosedTrade } from './model/trade.ts';
export { defineBatch } from './run/define-batch.ts';

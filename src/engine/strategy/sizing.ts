/**
 * Quantity whose loss between entry and stop is `riskPercentage` of the capital, rounded down to `precision` decimals.
 * As in Jesse, room for three fees comes off twice: here, and again in `sizeToQty`.
 */
export function riskToQty(
  capital: number,
  riskPercentage: number,
  entryPrice: number,
  stopLossPrice: number,
  precision = 8,
  feeRate = 0,
): number {
  const riskPerQty = Math.abs(entryPrice - stopLossPrice);
  const size = withoutFees(riskToSize(capital, riskPercentage, riskPerQty, entryPrice), feeRate);
  return sizeToQty(size, entryPrice, precision, feeRate);
}

/** Size in the quote asset that risks `riskPercentage` of the capital, never more than the capital. */
export function riskToSize(capital: number, riskPercentage: number, riskPerQty: number, entryPrice: number): number {
  if (riskPerQty === 0) throw new RangeError('the risk per unit is 0: entry and stop are the same price');
  const size = (((riskPercentage / 100) * capital) / riskPerQty) * entryPrice;
  return Math.min(size, capital);
}

/** Quantity that a size in the quote asset buys, with room for three fees, rounded down to `precision` decimals. */
export function sizeToQty(size: number, entryPrice: number, precision = 3, feeRate = 0): number {
  if (Number.isNaN(size) || Number.isNaN(entryPrice))
    throw new RangeError(`size ${size} and price ${entryPrice} must be numbers`);
  return floorWithPrecision(withoutFees(size, feeRate) / entryPrice, precision);
}

/** A size with room for three fees. */
function withoutFees(size: number, feeRate: number): number {
  return feeRate === 0 ? size : size * (1 - feeRate * 3);
}

export function qtyToSize(qty: number, price: number): number {
  return qty * price;
}

/** Rounds down to `precision` decimals. */
export function floorWithPrecision(value: number, precision = 0): number {
  const scale = 10 ** precision;
  return Math.floor(value * scale) / scale;
}

/** Moves a stop towards the entry, to risk at most `maxRiskPercentage` of the entry price. */
export function limitStopLoss(
  entryPrice: number,
  stopLossPrice: number,
  type: 'long' | 'short',
  maxRiskPercentage: number,
): number {
  const risk = Math.min(Math.abs(entryPrice - stopLossPrice), entryPrice * (maxRiskPercentage / 100));
  return type === 'short' ? entryPrice + risk : entryPrice - risk;
}

/** Share of the capital to risk: winRate − (1 − winRate) / ratio of average win to average loss (Kelly 1956). */
export function kellyCriterion(winRate: number, ratioAvgWinLoss: number): number {
  return winRate - (1 - winRate) / ratioAvgWinLoss;
}

/** Entry price after adding an order to a position; quantities are taken without sign. */
export function estimateAveragePrice(orderQty: number, orderPrice: number, heldQty: number, heldPrice: number): number {
  return (Math.abs(orderQty) * orderPrice + Math.abs(heldQty) * heldPrice) / (Math.abs(orderQty) + Math.abs(heldQty));
}

/** PnL of a round trip, with the fee charged on both sides. */
export function estimatePnl(
  qty: number,
  entryPrice: number,
  exitPrice: number,
  type: 'long' | 'short',
  feeRate = 0,
): number {
  const size = Math.abs(qty);
  const gain = size * (exitPrice - entryPrice) * (type === 'long' ? 1 : -1);
  return gain - feeRate * size * (entryPrice + exitPrice);
}

/** PnL in percent of the size at entry, before fees. */
export function estimatePnlPercentage(
  qty: number,
  entryPrice: number,
  exitPrice: number,
  type: 'long' | 'short',
): number {
  return (estimatePnl(qty, entryPrice, exitPrice, type) / (Math.abs(qty) * entryPrice)) * 100;
}

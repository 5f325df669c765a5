export type ExchangeType = 'spot' | 'futures';
export type LeverageMode = 'cross' | 'isolated';

/** The exchange of a backtest. */
export interface ExchangeSettings {
  /** Name in the candle store. */
  readonly name: string;
  /** `futures` or `spot`. */
  readonly type: ExchangeType;
  /** Share of a fill's value, the same for maker and taker: 0.0004 is 0.04 %. */
  readonly fee: number;
  /** Starting balance in the quote asset. */
  readonly balance: number;
  /** 1 on spot. */
  readonly leverage: number;
  /** `cross` or `isolated`. */
  readonly leverageMode: LeverageMode;
}

/** Taker fees that Jesse 3.0.7 uses for the exchanges it can backtest, as shares. */
export const DEFAULT_FEES: Readonly<Record<string, number>> = {
  'Binance Perpetual Futures': 0.0004,
  'Binance Spot': 0.001,
  'Binance US Spot': 0.001,
  'Bitfinex Spot': 0.002,
  'Bybit Spot': 0.001,
  'Bybit USDC Perpetual': 0.00055,
  'Bybit USDT Perpetual': 0.00055,
  'Coinbase Spot': 0.0003,
  'Gate USDT Perpetual': 0.0005,
  'Kraken Pro Futures': 0.0005,
  'KuCoin Spot': 0.001,
  'KuCoin USDT Perpetual': 0.0006,
};

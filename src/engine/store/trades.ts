import type { Timestamp } from '../../model/time.ts';

/** The market's trades of one second. */
export interface TradesOfSecond {
  readonly timestamp: Timestamp;
  /** Volume-weighted. */
  readonly price: number;
  readonly buyQty: number;
  readonly sellQty: number;
  readonly buyCount: number;
  readonly sellCount: number;
}

/** Jesse's trades of the market. Always empty: a backtest plays candles, and candles hold no single trades. */
export class TradesState {
  /** Always empty. */
  getTrades(_symbol: string): readonly TradesOfSecond[] {
    return [];
  }

  /** Always null. */
  getCurrentTrade(_symbol: string): TradesOfSecond | null {
    return null;
  }

  /** Always null. */
  getPastTrade(_symbol: string, _secondsBack: number): TradesOfSecond | null {
    return null;
  }
}

import { LiveOrder } from '../../../engine/account/live-order.ts';
import { Position } from '../../../engine/account/position.ts';
import { CandlesView } from '../../../engine/market/candles-view.ts';
import { IndicatorColumn } from '../../../engine/series/indicator-column.ts';
import { Store } from '../../../engine/store/index.ts';
import { StrategyCache } from '../../../engine/strategy/cache.ts';
import { StrategyContext } from '../../../engine/strategy/context.ts';
import { JBT_URL } from '../../system/package.ts';

/** Classes of jbt whose instances strategies get but whose constructors are not exported. */
const MET = { LiveOrder, Position, CandlesView, IndicatorColumn, Store, StrategyCache, StrategyContext };

/** Collects jbt's own objects that strategies can reach and that outlive a backtest, by name. */
export async function sharedObjects(): Promise<Readonly<Record<string, object>>> {
  const jbt: Readonly<Record<string, unknown>> = await import(JBT_URL);
  const exported = Object.entries(jbt).filter((entry): entry is [string, object] => entry[1] instanceof Object);
  const indicators = exported.flatMap(([name, found]) =>
    name === 'ta' ? Object.entries(found).map(([each, indicator]): [string, object] => [`ta.${each}`, indicator]) : [],
  );
  return { ...MET, ...Object.fromEntries([...exported, ...indicators]) };
}

import { useMemo } from 'preact/hooks';
import { formatMinute } from '../../../model/gap.ts';
import type { ClosedTrade } from '../../../model/trade.ts';
import { firstAt } from '../../chart-path.ts';
import type { ChartMarket } from '../../session.ts';
import { exitOf } from '../exit.ts';
import { durationText, gainClass, grouped, priceText } from '../format.ts';

interface TradesProps {
  readonly trades: readonly ClosedTrade[];
  readonly markets: readonly ChartMarket[];
  readonly shown: ClosedTrade | null;
  readonly onShow: (trade: ClosedTrade) => void;
}

/** Trades with the best and worst price while each was open; a click shows one in the chart. */
export function Trades({ trades, markets, shown, onShow }: TradesProps) {
  const rows = useMemo(() => trades.map((trade) => ({ trade, ...extremesOf(trade, markets) })), [trades, markets]);
  return (
    <section class="sheet" aria-label="Trades">
      <h2>
        Trades <span class="dim">{trades.length}</span>
      </h2>
      {trades.length === 0 ? (
        <p class="empty">No trade was closed.</p>
      ) : (
        <div class="scroll">
          <table class="plain">
            <thead>
              <tr>
                {['#', 'Side', 'Opened', 'Held', 'Entry', 'Exit', 'By', 'PnL', 'PnL %', 'Run-up %', 'Drawdown %'].map(
                  (title) => (
                    <th key={title} class={['Side', 'Opened', 'By'].includes(title) ? '' : 'right'}>
                      {title}
                    </th>
                  ),
                )}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ trade, runUp, drawdown }) => (
                <tr key={trade.id} style={trade === shown ? { background: 'var(--hover)' } : {}}>
                  <td class="right">
                    <button
                      type="button"
                      class="button"
                      aria-pressed={trade === shown}
                      onClick={() => onShow(trade)}
                      aria-label={`Show trade ${trade.id} in the chart`}
                    >
                      {trade.id}
                    </button>
                  </td>
                  <td>
                    {trade.type} {markets.length > 1 && <span class="dim">{trade.symbol}</span>}
                  </td>
                  <td>{formatMinute(trade.openedAt)}</td>
                  <td class="right">{durationText(trade.holdingPeriod)}</td>
                  <td class="right">{priceText(trade.entryPrice)}</td>
                  <td class="right">{priceText(trade.exitPrice)}</td>
                  <td>{exitOf(trade)}</td>
                  <td class={`right ${gainClass(trade.pnl)}`}>{grouped(trade.pnl, 2)}</td>
                  <td class={`right ${gainClass(trade.pnl)}`}>{trade.pnlPercentage.toFixed(2)}</td>
                  <td class="right gain">{runUp.toFixed(2)}</td>
                  <td class="right loss">{drawdown.toFixed(2)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** Best and worst price of whole bars while a trade was open, in percent of its entry. */
function extremesOf(
  trade: ClosedTrade,
  markets: readonly ChartMarket[],
): { readonly runUp: number; readonly drawdown: number } {
  const bars = markets.find(({ symbol }) => symbol === trade.symbol)?.bars;
  let [low, high] = [Math.min(trade.entryPrice, trade.exitPrice), Math.max(trade.entryPrice, trade.exitPrice)];
  if (bars !== undefined) {
    const [from, to] = [trade.openedAt / 1_000, trade.closedAt / 1_000];
    for (let i = firstAt(bars.time, from); i < bars.time.length && bars.time[i] < to; i++) {
      // The bar of the exit may go on after it.
      if ((bars.time[i + 1] ?? Number.POSITIVE_INFINITY) > to) break;
      low = Math.min(low, bars.low[i]);
      high = Math.max(high, bars.high[i]);
    }
  }
  const [up, down] = [(high / trade.entryPrice - 1) * 100, (low / trade.entryPrice - 1) * 100];
  return trade.type === 'long' ? { runUp: up, drawdown: down } : { runUp: -down, drawdown: -up };
}

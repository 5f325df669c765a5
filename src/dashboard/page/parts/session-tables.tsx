import { useMemo } from 'preact/hooks';
import { drawdownPeriods, monthlyReturns } from '../../../metrics/index.ts';
import { formatMinute } from '../../../model/gap.ts';
import type { ClosedTrade } from '../../../model/trade.ts';
import type { SessionView } from '../../session.ts';
import { exitOf } from '../exit.ts';
import { gainClass, grouped, metricText, titleOf } from '../format.ts';

/** Returns by month, coloured by size. */
export function Months({ equity }: Pick<SessionView, 'equity'>) {
  const months = monthlyReturns(equity.time.map((time, i) => ({ time, equity: equity.value[i] })));
  if (months.length === 0) return null;
  const years = [...new Set(months.map(({ month }) => month.slice(0, 4)))];
  const names = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const most = Math.max(...months.map(({ percent }) => Math.abs(percent)), 0.01);
  return (
    <section class="sheet" aria-label="Months">
      <h2>Months, %</h2>
      <div class="scroll">
        <table class="plain months">
          <tbody>
            {years.map((year) => (
              <tr key={year}>
                <th>{year}</th>
                {names.map((name, index) => {
                  const found = months.find(({ month }) => month === `${year}-${String(index + 1).padStart(2, '0')}`);
                  if (found === undefined) return null;
                  const share = Math.round((45 * Math.abs(found.percent)) / most);
                  const color = found.percent >= 0 ? 'var(--gain)' : 'var(--loss)';
                  return (
                    <td
                      key={name}
                      title={`${name} ${year}`}
                      style={{ background: `color-mix(in srgb, ${color} ${share}%, transparent)` }}
                    >
                      <span class="dim">{name}</span> {found.percent.toFixed(1)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Trades by their exit and by side. */
export function Exits({ trades }: { trades: readonly ClosedTrade[] }) {
  const groups = useMemo(() => {
    const found = new Map<string, { count: number; won: number; pnl: number }>();
    for (const trade of trades) {
      for (const name of [exitOf(trade), trade.type]) {
        const group = found.get(name) ?? { count: 0, won: 0, pnl: 0 };
        found.set(name, {
          count: group.count + 1,
          won: group.won + (trade.pnl > 0 ? 1 : 0),
          pnl: group.pnl + trade.pnl,
        });
      }
    }
    return [...found].sort(([a], [b]) => a.localeCompare(b));
  }, [trades]);
  if (trades.length === 0) return null;
  return (
    <section class="sheet" aria-label="Exits and sides">
      <h2>Exits and sides</h2>
      <table class="plain">
        <thead>
          <tr>
            <th>by</th>
            <th class="right">trades</th>
            <th class="right">won</th>
            <th class="right">PnL</th>
          </tr>
        </thead>
        <tbody>
          {groups.map(([name, { count, won, pnl }]) => (
            <tr key={name}>
              <td>{name}</td>
              <td class="right">{count}</td>
              <td class="right">{((100 * won) / count).toFixed(0)} %</td>
              <td class={`right ${gainClass(pnl)}`}>{grouped(pnl, 2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The deepest drawdowns, with dates. */
export function Drawdowns({ equity }: Pick<SessionView, 'equity'>) {
  const periods = drawdownPeriods(equity.time.map((time, i) => ({ time, equity: equity.value[i] })));
  if (periods.length === 0) return null;
  return (
    <section class="sheet" aria-label="Worst drawdowns">
      <h2>Worst drawdowns</h2>
      <table class="plain">
        <tbody>
          {periods.map(({ startedAt, bottomAt, recoveredAt, percent }) => (
            <tr key={startedAt}>
              <td class="right loss short">{percent.toFixed(2)} %</td>
              <td>
                {formatMinute(startedAt).slice(0, 10)} to {formatMinute(bottomAt).slice(0, 10)}
                <span class="dim">
                  {recoveredAt === null ? ', not recovered' : `, recovered ${formatMinute(recoveredAt).slice(0, 10)}`}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Every metric. */
export function AllMetrics({ metrics }: { metrics: SessionView['row']['metrics'] }) {
  if (metrics === null) return null;
  return (
    <section class="sheet" aria-label="Metrics">
      <h2>Metrics</h2>
      <div class="scroll">
        <table class="plain">
          <tbody>
            {Object.entries(metrics).map(([name, value]) => (
              <tr key={name}>
                <td>{titleOf(name)}</td>
                <td class="right">{metricText(name, value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

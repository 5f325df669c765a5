import { decimalsFor } from '../../chart-path.ts';
import type { SessionView } from '../../session.ts';
import { LineChart } from './line-chart.tsx';

/** A backtest of an overlay; its view is null until it was played. */
interface Compared {
  readonly key: string;
  readonly label: string;
  /** Hash of the URL that shows it. */
  readonly place: string;
  readonly view: SessionView | null;
}

const COLORS = ['#3b82f6', '#e0a030', '#23a67a', '#a76bd6', '#e05656'];

/** Equities over one another. Those of one range of time share an axis; others are left out. */
export function Overlay({ compared }: { compared: readonly Compared[] }) {
  const first = compared.find(({ view }) => view !== null)?.view?.equity;
  const lines = compared.flatMap(({ view }, index) => {
    if (first === undefined || view === null) return [];
    const { time, value } = view.equity;
    if (time[0] !== first.time[0] || time.length !== first.time.length || time.length < 2) return [];
    return [{ name: `#${index + 1}`, color: COLORS[index], values: value.map((equity) => (100 * equity) / value[0]) }];
  });
  const decimals = decimalsFor(lines.flatMap(({ values }) => values));
  return (
    <section class="sheet" aria-label="Equity">
      <h2>Equity, % of the start</h2>
      {first === undefined || lines.length === 0 ? (
        <p class="empty">{first === undefined ? 'Playing ...' : 'This file does not hold their equity.'}</p>
      ) : (
        <LineChart
          label="Equity of the compared backtests"
          times={first.time}
          lines={lines}
          height={260}
          text={(value) => value.toFixed(decimals)}
        />
      )}
      <div class="legend">
        {compared.map(({ key, label, place }, index) => (
          <span key={key}>
            <i style={{ background: COLORS[index] }} />
            <a href={place}>{label}</a>
          </span>
        ))}
      </div>
    </section>
  );
}

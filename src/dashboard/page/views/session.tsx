import { useEffect, useMemo, useState } from 'preact/hooks';
import { jobLabel } from '../../../run/text/labels.ts';
import { decimalsFor, drawdownOf } from '../../chart-path.ts';
import type { SessionView } from '../../session.ts';
import { FIRST_METRICS, gainClass, grouped, metricText, titleOf } from '../format.ts';
import { CandleChart } from '../parts/candle-chart.tsx';
import { LineChart } from '../parts/line-chart.tsx';
import { Logs } from '../parts/logs.tsx';
import { AllMetrics, Drawdowns, Exits, Months } from '../parts/session-tables.tsx';
import { Trades } from '../parts/trades.tsx';
import { hashOf, useQuery } from '../router.ts';
import type { Source } from '../source.ts';

interface SessionProps {
  readonly source: Source;
  readonly run: string;
  readonly job: string;
}

type Loading =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly text: string }
  | { readonly kind: 'there'; readonly view: SessionView };

/** One backtest: candles with its trades, equity, months, exits, metrics and logs. */
export function Session({ source, run, job }: SessionProps) {
  const [loading, setLoading] = useState<Loading>({ kind: 'loading' });
  useEffect(() => {
    let isGone = false;
    setLoading({ kind: 'loading' });
    source.session(run, job).then(
      (view) => !isGone && setLoading({ kind: 'there', view }),
      (error: unknown) =>
        !isGone && setLoading({ kind: 'failed', text: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      isGone = true;
    };
  }, [source, run, job]);
  const back = <a href={hashOf(['run', run])}>← all backtests</a>;
  if (loading.kind === 'loading')
    return (
      <section class="sheet">
        <p>{back}</p>
        <p class="empty">Playing {job} ...</p>
      </section>
    );
  if (loading.kind === 'failed')
    return (
      <section class="sheet">
        <p>{back}</p>
        <p class="note error">{loading.text}</p>
      </section>
    );
  return <Shown view={loading.view} back={back} />;
}

function Shown({ view, back }: { view: SessionView; back: preact.JSX.Element }) {
  const { row, trades, markets, lines, equity, notes } = view;
  const [tradeId, setTradeId] = useQuery('trade', '');
  const [symbol, setSymbol] = useQuery('symbol', markets[0]?.symbol ?? '');
  const shown = trades.find(({ id }) => String(id) === tradeId) ?? null;
  const market = markets.find((one) => one.symbol === (shown?.symbol ?? symbol)) ?? markets[0];
  const ofMarket = useMemo(() => trades.filter((trade) => trade.symbol === market?.symbol), [trades, market]);
  return (
    <>
      <section class="sheet">
        <div class="tools">
          {back}
          <h2>{jobLabel(row)}</h2>
          <span class="dim grow">
            {view.exchange} · {row.from} to {row.to} · <span class="mono">{row.id}</span>
          </span>
          {markets.length > 1 &&
            markets.map((one) => (
              <button
                type="button"
                class="button"
                key={one.symbol}
                aria-pressed={one === market}
                onClick={() => {
                  setTradeId('');
                  setSymbol(one.symbol);
                }}
              >
                {one.symbol}
              </button>
            ))}
        </div>
        {notes.map((note) => (
          <p class="note" key={note}>
            {note}
          </p>
        ))}
        {row.error !== null && <pre>{row.error.stack ?? `${row.error.code}: ${row.error.message}`}</pre>}
        <dl class="figures">
          {FIRST_METRICS.map((name) => (
            <div key={name}>
              <dt>{titleOf(name)}</dt>
              <dd class={name === 'net_profit_percentage' ? gainClass(row.metrics?.[name]) : ''}>
                {metricText(name, row.metrics?.[name])}
              </dd>
            </div>
          ))}
          <div>
            <dt>Buy and hold %</dt>
            <dd>{metricText('benchmark_return', row.metrics?.benchmark_return)}</dd>
          </div>
        </dl>
      </section>
      <div class="split">
        <div class="stack">
          {market !== undefined && (
            <section class="sheet" aria-label="Candles">
              <CandleChart market={market} trades={ofMarket} lines={lines} shown={shown} />
              <p class="attribution">
                Candles by{' '}
                <a href="https://www.tradingview.com/" rel="noreferrer">
                  TradingView
                </a>{' '}
                Lightweight Charts
              </p>
            </section>
          )}
          <Equity equity={equity} market={market} />
          {(trades.length > 0 || row.trades === 0) && (
            <Trades
              trades={trades}
              shown={shown}
              markets={markets}
              onShow={(trade) => setTradeId(trade === shown ? '' : String(trade.id))}
            />
          )}
        </div>
        <div class="stack">
          <Months equity={equity} />
          <Exits trades={trades} />
          <Drawdowns equity={equity} />
          <AllMetrics metrics={row.metrics} />
        </div>
      </div>
      <Logs logs={view.logs} />
    </>
  );
}

function Equity({
  equity,
  market,
}: Pick<SessionView, 'equity'> & { market: SessionView['markets'][number] | undefined }) {
  const lines = useMemo(() => {
    const hold = market === undefined ? [] : holding(equity, market);
    return [
      { name: 'equity', color: 'var(--accent)', values: equity.value },
      ...(hold.length > 0 ? [{ name: 'buy and hold', color: 'var(--dim)', values: hold }] : []),
    ];
  }, [equity, market]);
  if (equity.value.length < 2) return null;
  const drawdown = drawdownOf(equity.value).map((share) => 100 * share);
  const digits = decimalsFor(drawdown);
  return (
    <section class="sheet" aria-label="Equity">
      <h2>Equity</h2>
      <LineChart
        label="Equity and buy and hold"
        times={equity.time}
        lines={lines}
        height={230}
        text={(value) => grouped(value, 0)}
      />
      <LineChart
        label="Drawdown"
        times={equity.time}
        lines={[{ name: 'drawdown', color: 'var(--loss)', values: drawdown, isArea: true }]}
        height={110}
        text={(value) => `${value.toFixed(digits)}%`}
      />
      <div class="legend">
        <span>
          <i style={{ background: 'var(--accent)' }} />
          equity
        </span>
        <span>
          <i style={{ background: 'var(--dim)' }} />
          buy and hold
        </span>
        <span>
          <i style={{ background: 'var(--loss)' }} />
          drawdown
        </span>
      </div>
    </section>
  );
}

/** Starting balance held in the market, at the times of the equity. */
function holding({ time, value }: SessionView['equity'], { bars }: SessionView['markets'][number]): readonly number[] {
  const start = bars.time.findIndex((seconds) => seconds * 1_000 >= time[0]);
  if (start < 0) return [];
  let bar = start;
  return time.map((ms) => {
    while (bar + 1 < bars.time.length && bars.time[bar + 1] * 1_000 < ms) bar++;
    const price = ms <= bars.time[start] * 1_000 ? bars.open[start] : bars.close[bar];
    return (value[0] * price) / bars.open[start];
  });
}

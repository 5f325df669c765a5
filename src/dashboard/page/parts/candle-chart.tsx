import type { IChartApi, ISeriesApi, SeriesMarker, Time, UTCTimestamp } from 'lightweight-charts';
import { useEffect, useRef } from 'preact/hooks';
import type { ClosedTrade } from '../../../model/trade.ts';
import { firstAt } from '../../chart-path.ts';
import type { ChartMarket, PlottedLine } from '../../session.ts';

interface CandleChartProps {
  readonly market: ChartMarket;
  readonly trades: readonly ClosedTrade[];
  readonly lines: readonly PlottedLine[];
  /** The trade to show; null shows the end. */
  readonly shown: ClosedTrade | null;
}

type Charts = typeof import('lightweight-charts');

/** Colours of plotted lines, in turn. */
const LINE_COLORS = ['#3b82f6', '#e0a030', '#a76bd6', '#17a2b8', '#e2725b', '#7aa33c'];
/** Bars around a trade that the chart jumps to. */
const BARS_AROUND = 40;

/** Candles with entries, exits, and the stop and target of the shown trade. The library is loaded with the first chart. */
export function CandleChart({ market, trades, lines, shown }: CandleChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const made = useRef<ReturnType<typeof makeChart> | null>(null);
  const draw = useRef<() => void>(() => {});
  draw.current = () => {
    if (made.current !== null) showTrade(made.current.chart, made.current.candles, market, shown);
  };
  useEffect(() => {
    let isGone = false;
    void import('lightweight-charts').then((charts) => {
      if (isGone || box.current === null) return;
      made.current = makeChart(charts, box.current, market, trades, lines);
      draw.current();
    });
    return () => {
      isGone = true;
      made.current?.chart.remove();
      made.current = null;
    };
  }, [market, trades, lines]);
  useEffect(() => draw.current(), [shown]);
  return <div class="chart" ref={box} role="img" aria-label={`Candles of ${market.symbol} ${market.timeframe}`} />;
}

function makeChart(
  charts: Charts,
  box: HTMLElement,
  market: ChartMarket,
  trades: readonly ClosedTrade[],
  lines: readonly PlottedLine[],
) {
  const resolved = (name: string): string => resolve(box, `var(${name})`);
  const chart = charts.createChart(box, {
    autoSize: true,
    layout: { background: { color: 'transparent' }, textColor: resolved('--dim'), attributionLogo: true },
    grid: { vertLines: { color: resolved('--line') }, horzLines: { color: resolved('--line') } },
    timeScale: { timeVisible: true, borderColor: resolved('--line') },
    rightPriceScale: { borderColor: resolved('--line') },
    crosshair: { mode: charts.CrosshairMode.Normal },
  });
  const [up, down] = [resolved('--gain'), resolved('--loss')];
  const candles = chart.addSeries(charts.CandlestickSeries, {
    upColor: up,
    downColor: down,
    wickUpColor: up,
    wickDownColor: down,
    borderVisible: false,
    priceFormat: { type: 'price', precision: precisionOf(market), minMove: 10 ** -precisionOf(market) },
  });
  const { bars } = market;
  candles.setData(
    bars.time.map((time, i) => ({
      time: at(time),
      open: bars.open[i],
      high: bars.high[i],
      low: bars.low[i],
      close: bars.close[i],
    })),
  );
  charts.createSeriesMarkers(candles, markersOf(trades, bars.time, up, down));
  lines.forEach((line, index) => {
    const series = chart.addSeries(charts.LineSeries, {
      color: LINE_COLORS[index % LINE_COLORS.length],
      lineWidth: 2,
      title: line.name,
      priceLineVisible: false,
    });
    series.setData(line.time.map((time, i) => ({ time: at(time), value: line.value[i] })));
  });
  return { chart, candles };
}

function at(seconds: number): UTCTimestamp {
  return seconds as UTCTimestamp;
}

/** The colour behind `light-dark(...)`, as the library knows plain colours alone. */
function resolve(box: HTMLElement, color: string): string {
  const probe = document.createElement('span');
  probe.style.color = color;
  box.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

function precisionOf({ bars }: ChartMarket): number {
  const price = bars.close[0] ?? 1;
  return Math.max(2, Math.min(8, 5 - Math.ceil(Math.log10(price))));
}

function markersOf(
  trades: readonly ClosedTrade[],
  times: readonly number[],
  up: string,
  down: string,
): SeriesMarker<Time>[] {
  return trades
    .flatMap((trade): SeriesMarker<Time>[] => {
      const isLong = trade.type === 'long';
      const entry = barTime(times, trade.openedAt / 1_000);
      const exit = barTime(times, trade.closedAt / 1_000);
      return [
        {
          time: at(entry),
          position: isLong ? 'belowBar' : 'aboveBar',
          shape: isLong ? 'arrowUp' : 'arrowDown',
          color: isLong ? up : down,
          text: isLong ? 'L' : 'S',
        },
        {
          time: at(exit),
          position: isLong ? 'aboveBar' : 'belowBar',
          shape: 'circle',
          color: trade.pnl >= 0 ? up : down,
          text: `${trade.pnl >= 0 ? '+' : ''}${trade.pnlPercentage.toFixed(2)}%`,
        },
      ];
    })
    .sort((a, b) => Number(a.time) - Number(b.time));
}

/** Open time of the bar that holds a moment: a fill at the close belongs to the bar that ends there. */
function barTime(times: readonly number[], seconds: number): number {
  return times[Math.max(0, firstAt(times, seconds) - 1)] ?? seconds;
}

function showTrade(
  chart: IChartApi,
  candles: ISeriesApi<'Candlestick'>,
  { bars }: ChartMarket,
  trade: ClosedTrade | null,
): void {
  for (const line of candles.priceLines()) candles.removePriceLine(line);
  const first =
    trade === null ? bars.time.length - 3 * BARS_AROUND : firstAt(bars.time, trade.openedAt / 1_000) - BARS_AROUND;
  const last = trade === null ? bars.time.length + 4 : firstAt(bars.time, trade.closedAt / 1_000) + BARS_AROUND;
  chart.timeScale().setVisibleLogicalRange({ from: first, to: last });
  for (const order of trade?.orders ?? []) {
    if (order.submittedVia === null) continue;
    const isStop = order.submittedVia === 'stop-loss';
    candles.createPriceLine({
      price: order.price,
      color: isStop ? '#e05656' : '#23a67a',
      lineWidth: 1,
      lineStyle: 2,
      axisLabelVisible: true,
      title: isStop ? 'stop' : 'target',
    });
  }
}

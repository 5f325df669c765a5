from decimal import Decimal
from importlib.metadata import version

import pandas as pd
from nautilus_trader.backtest.engine import BacktestEngine, BacktestEngineConfig
from nautilus_trader.config import LoggingConfig
from nautilus_trader.model.currencies import BTC, USDT
from nautilus_trader.model.data import BarType
from nautilus_trader.model.enums import AccountType, OmsType, OrderSide, OrderType, TimeInForce
from nautilus_trader.model.identifiers import InstrumentId, Symbol, Venue
from nautilus_trader.model.instruments import CryptoPerpetual
from nautilus_trader.model.objects import Money, Price, Quantity
from nautilus_trader.persistence.wranglers import BarDataWrangler
from nautilus_trader.trading.strategy import Strategy

from common import answer, task

TASK = task()
RULES = TASK.rules
VENUE = Venue("BENCH")
PRECISION = 9
STEP = f"1e-{PRECISION}"
INSTRUMENT = CryptoPerpetual(
    instrument_id=InstrumentId(Symbol("BTCUSDT-PERP"), VENUE),
    raw_symbol=Symbol("BTCUSDT"),
    base_currency=BTC,
    quote_currency=USDT,
    settlement_currency=USDT,
    is_inverse=False,
    price_precision=PRECISION,
    size_precision=0,
    price_increment=Price(Decimal(STEP), PRECISION),
    size_increment=Quantity(1, 0),
    margin_init=Decimal(0),
    margin_maint=Decimal(0),
    maker_fee=Decimal(0),
    taker_fee=Decimal(0),
    ts_event=0,
    ts_init=0,
)
BAR_TYPE = BarType.from_str(f"{INSTRUMENT.id}-1-MINUTE-LAST-EXTERNAL")


class Cross(Strategy):
    """Counts minutes to bars, and keeps its averages itself: those of Nautilus begin otherwise."""

    def on_start(self):
        self.minutes, self.fast, self.slow, self.difference = 0, None, None, None
        self.subscribe_bars(BAR_TYPE)

    def on_bar(self, bar):
        self.minutes += 1
        if self.minutes % TASK.bar != 0:
            return
        close = bar.close.as_double()
        if self.fast is None:
            self.fast = self.slow = close
            self.difference = 0.0
            return
        alpha_fast, alpha_slow = 2 / (RULES["fast"] + 1), 2 / (RULES["slow"] + 1)
        self.fast = alpha_fast * close + (1 - alpha_fast) * self.fast
        self.slow = alpha_slow * close + (1 - alpha_slow) * self.slow
        before, self.difference = self.difference, self.fast - self.slow
        if not self.portfolio.is_flat(INSTRUMENT.id):
            return
        if before <= 0 < self.difference:
            self.enter(OrderSide.BUY, close, 1)
        elif before >= 0 > self.difference:
            self.enter(OrderSide.SELL, close, -1)

    def enter(self, order_side, price, sign):
        bracket = self.order_factory.bracket(
            instrument_id=INSTRUMENT.id,
            order_side=order_side,
            quantity=Quantity(1, 0),
            sl_trigger_price=Price(price * (1 - sign * RULES["stop"]), PRECISION),
            tp_price=Price(price * (1 + sign * RULES["target"]), PRECISION),
            tp_order_type=OrderType.LIMIT,
            tp_post_only=False,
            time_in_force=TimeInForce.GTC,
        )
        self.submit_order_list(bracket)

    def on_stop(self):
        self.close_all_positions(INSTRUMENT.id)


FRAME = pd.DataFrame(
    {name: TASK.minutes[name] for name in ("open", "high", "low", "close", "volume")},
    # Nautilus stamps a bar with its end.
    index=pd.to_datetime(TASK.minutes["timestamp"] + 60_000, unit="ms", utc=True),
)
BARS = BarDataWrangler(BAR_TYPE, INSTRUMENT).process(FRAME)


def play():
    engine = BacktestEngine(BacktestEngineConfig(logging=LoggingConfig(bypass_logging=True)))
    engine.add_venue(
        venue=VENUE,
        oms_type=OmsType.NETTING,
        account_type=AccountType.MARGIN,
        base_currency=USDT,
        starting_balances=[Money(1_000_000, USDT)],
        bar_adaptive_high_low_ordering=True,
    )
    engine.add_instrument(INSTRUMENT)
    engine.add_data(BARS, validate=False)
    engine.add_strategy(Cross())
    engine.run()
    closed = [*engine.cache.position_snapshots(), *engine.cache.positions()]
    trades = [
        [1 if position.entry == OrderSide.BUY else -1, position.avg_px_open, position.avg_px_close]
        for position in closed
        if position.is_closed
    ]
    engine.dispose()
    return trades


answer(version("nautilus_trader"), play)

import os
import tempfile
from importlib.metadata import version

import numpy as np

from common import answer, task

TASK = task()
RULES = TASK.rules
# Jesse expects the folder of a project.
os.chdir(tempfile.mkdtemp())

import jesse.helpers as jh  # noqa: E402
from jesse import research  # noqa: E402
from jesse.strategies import Strategy  # noqa: E402

EXCHANGE, SYMBOL = "Binance Perpetual Futures", "BTC-USDT"


class Cross(Strategy):
    """Keeps its averages itself: those of Jesse are computed over the last 240 bars alone."""

    def before(self):
        self.vars["before"] = self.vars.get("now")
        close = self.price
        fast, slow = self.vars.get("fast", close), self.vars.get("slow", close)
        alpha_fast, alpha_slow = 2 / (RULES["fast"] + 1), 2 / (RULES["slow"] + 1)
        self.vars["fast"] = alpha_fast * close + (1 - alpha_fast) * fast
        self.vars["slow"] = alpha_slow * close + (1 - alpha_slow) * slow
        self.vars["now"] = self.vars["fast"] - self.vars["slow"]

    def should_long(self):
        return self.vars["before"] is not None and self.vars["before"] <= 0 < self.vars["now"]

    def should_short(self):
        return self.vars["before"] is not None and self.vars["before"] >= 0 > self.vars["now"]

    def go_long(self):
        self.buy = 1, self.price
        self.stop_loss = 1, self.price * (1 - RULES["stop"])
        self.take_profit = 1, self.price * (1 + RULES["target"])

    def go_short(self):
        self.sell = 1, self.price
        self.stop_loss = 1, self.price * (1 + RULES["stop"])
        self.take_profit = 1, self.price * (1 - RULES["target"])

    def should_cancel_entry(self):
        return True


MINUTES = np.column_stack([TASK.minutes[name] for name in ("timestamp", "open", "close", "high", "low", "volume")])
CONFIG = {
    "starting_balance": 1_000_000,
    "fee": 0,
    "type": "futures",
    "futures_leverage": 1,
    "futures_leverage_mode": "cross",
    "exchange": EXCHANGE,
    "warm_up_candles": 0,
}
ROUTE = {"exchange": EXCHANGE, "strategy": Cross, "symbol": SYMBOL, "timeframe": TASK.timeframe}


def play():
    candles = {jh.key(EXCHANGE, SYMBOL): {"exchange": EXCHANGE, "symbol": SYMBOL, "candles": MINUTES}}
    found = research.backtest(CONFIG, [ROUTE], [], candles, fast_mode=True)
    return [
        [1 if trade["type"] == "long" else -1, trade["entry_price"], trade["exit_price"]] for trade in found["trades"]
    ]


answer(f"{version('jesse')}, fast mode", play)

from importlib.metadata import version

import pandas as pd
import vectorbt as vbt

from common import answer, crosses, task

TASK = task()
BARS = TASK.bars()
RULES = TASK.rules
INDEX = pd.to_datetime(BARS["timestamp"], unit="ms")
OPEN, HIGH, LOW, CLOSE = (pd.Series(BARS[name], INDEX) for name in ("open", "high", "low", "close"))


def play():
    above, below = crosses(BARS["close"], RULES)
    portfolio = vbt.Portfolio.from_signals(
        CLOSE,
        entries=pd.Series(above, INDEX),
        short_entries=pd.Series(below, INDEX),
        open=OPEN,
        high=HIGH,
        low=LOW,
        size=1,
        init_cash=1_000_000,
        sl_stop=RULES["stop"],
        tp_stop=RULES["target"],
        upon_opposite_entry="ignore",
        freq=TASK.timeframe.replace("m", "min"),
    )
    trades = portfolio.trades.records
    sides = 1 - 2 * trades["direction"]
    return list(zip(sides, trades["entry_price"], trades["exit_price"]))


answer(version("vectorbt"), play, compiles=True)

from importlib.metadata import version

import pandas as pd
from backtesting import Backtest, Strategy

from common import answer, ema, task

TASK = task()
BARS = TASK.bars()
RULES = TASK.rules


class Cross(Strategy):
    def init(self):
        self.fast = self.I(ema, self.data.Close, RULES["fast"], plot=False)
        self.slow = self.I(ema, self.data.Close, RULES["slow"], plot=False)

    def next(self):
        if self.position:
            return
        price = self.data.Close[-1]
        before, now = self.fast[-2] - self.slow[-2], self.fast[-1] - self.slow[-1]
        if before <= 0 < now:
            self.buy(size=1, sl=price * (1 - RULES["stop"]), tp=price * (1 + RULES["target"]))
        elif before >= 0 > now:
            self.sell(size=1, sl=price * (1 + RULES["stop"]), tp=price * (1 - RULES["target"]))


FRAME = pd.DataFrame(
    {name.capitalize(): BARS[name] for name in ("open", "high", "low", "close", "volume")},
    index=pd.to_datetime(BARS["timestamp"], unit="ms"),
)


def play():
    stats = Backtest(FRAME, Cross, cash=1_000_000, trade_on_close=True, finalize_trades=True).run()
    trades = stats["_trades"]
    return [[1 if row.Size > 0 else -1, row.EntryPrice, row.ExitPrice] for row in trades.itertuples()]


answer(version("backtesting"), play)

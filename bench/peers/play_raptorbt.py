from importlib.metadata import version

import numpy as np
import raptorbt

from common import answer, crosses, task

TASK = task()
BARS = TASK.bars()
RULES = TASK.rules
TIMES = (BARS["timestamp"] * 1e6).astype(np.int64)


class Cross(raptorbt.Strategy):
    def on_start(self, ctx):
        self.above, self.below = crosses(ctx.close, RULES)

    def on_bar(self, ctx):
        if not ctx.is_flat:
            return
        price = float(ctx.close[ctx.idx])
        if self.above[ctx.idx]:
            self.enter_at(price, 1)
        elif self.below[ctx.idx]:
            self.enter_at(price, -1)

    def enter_at(self, price, sign):
        self.enter(
            side="buy" if sign > 0 else "sell",
            size_frac=0.1,
            stop_price=price * (1 - sign * RULES["stop"]),
            target_price=price * (1 + sign * RULES["target"]),
        )


def play():
    config = raptorbt.BacktestConfig(initial_capital=1_000_000, fees=0, bar_path_adaptive=True)
    columns = [BARS[name] for name in ("open", "high", "low", "close", "volume")]
    found = raptorbt.run_strategy_backtest(Cross, TIMES, *columns, config=config, account_type="margin")
    return [[trade.direction, trade.entry_price, trade.exit_price] for trade in found.trades()]


answer(version("raptorbt"), play)

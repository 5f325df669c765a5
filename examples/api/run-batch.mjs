// Plays a batch file and prints the best backtest. Ctrl-C is the program's own business.
import { runBatch } from 'jbt-runner/node';

const report = await runBatch('jbt.yaml', { parallel: 2 });
const profitOf = ({ metrics }) => metrics?.net_profit_percentage ?? Number.NEGATIVE_INFINITY;
const best = report.jobs.reduce((one, other) => (profitOf(other) > profitOf(one) ? other : one));
console.log(`${report.totals.done} done, best ${best.id}: ${profitOf(best).toFixed(2)} %`);

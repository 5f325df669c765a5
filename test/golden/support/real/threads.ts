import { fileURLToPath } from 'node:url';
import { marketKey } from '../../../../src/model/market.ts';
import type { JobReport } from '../../../../src/run/report.ts';
import { Project } from '../../../e2e/support/project.ts';
import { candlePath } from './candles.ts';
import { jobOf, type RealCase } from './case.ts';

/** Plays cases on worker threads, the way a user does: `jbt import`, then `jbt run` of one batch, in an empty project. */
export async function playOnThreads(cases: readonly RealCase[]): Promise<readonly JobReport[]> {
  const project = new Project({ 'jbt.json': JSON.stringify({ backtests: cases.map(backtestOf) }) });
  try {
    for (const [market, paths] of filesByMarket(cases)) await importFiles(project, market, paths);
    const { jobs } = await project.report('run');
    return jobs;
  } finally {
    project.remove();
  }
}

/** A case as a backtest of a batch file. */
function backtestOf(recorded: RealCase): object {
  const { exchange, dataRoutes, from, to, warmupMinutes, fills, compat } = jobOf(recorded);
  const strategy = fileURLToPath(new URL(`../../real/${recorded.name}.ts`, import.meta.url));
  const minute = (timestamp: number): string => new Date(timestamp).toISOString().slice(0, 16);
  return {
    exchange,
    routes: recorded.routes.map(({ symbol, timeframe }) => ({ symbol, timeframe, strategy })),
    dataRoutes,
    from: minute(from),
    to: minute(to),
    warmup: `${warmupMinutes}m`,
    fills,
    compat,
  };
}

/** Each file once for each exchange that trades what it holds. */
function filesByMarket(cases: readonly RealCase[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byMarket = new Map<string, Set<string>>();
  for (const { exchange, files } of cases) {
    for (const { symbol, file } of files) {
      const key = marketKey({ exchange: exchange.name, symbol });
      const paths = byMarket.get(key) ?? new Set();
      byMarket.set(key, paths.add(candlePath(file)));
    }
  }
  return byMarket;
}

async function importFiles(project: Project, market: string, paths: ReadonlySet<string>): Promise<void> {
  const { code, stderr } = await project.jbt('import', ...paths, '--market', market);
  if (code !== 0) throw new Error(`jbt import of ${market} ended with ${code}: ${stderr}`);
}

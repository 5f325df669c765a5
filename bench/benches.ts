import type { Bench } from './harness/figure.ts';

/** All benches in the order in which they are run. Each is loaded alone, so that it compiles its own code. */
export const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  'session-1h': async () => (await import('./cross-session.ts')).measureHours,
  'session-1m': async () => (await import('./cross-session.ts')).measureMinutes,
  scalper: async () => (await import('./scalper.ts')).measure,
  portfolio: async () => (await import('./portfolio.ts')).measure,
  sweep: async () => (await import('./sweep.ts')).measure,
  overhead: async () => (await import('./tiny-jobs.ts')).measure,
  coordinator: async () => (await import('./coordinator.ts')).measure,
  million: async () => (await import('./million.ts')).measure,
  load: async () => (await import('./load.ts')).measure,
  import: async () => (await import('./import.ts')).measure,
  start: async () => (await import('./start.ts')).measure,
  isolation: async () => (await import('./isolation.ts')).measure,
  memory: async () => (await import('./memory.ts')).measure,
  cache: async () => (await import('./cache.ts')).measure,
  indicators: async () => (await import('./indicators.ts')).measure,
  series: async () => (await import('./series.ts')).measure,
  machines: async () => (await import('./machines.ts')).measure,
  fleet: async () => (await import('./fleet.ts')).measure,
  'fleet-million': async () => (await import('./fleet.ts')).measureMillion,
  page: async () => (await import('./page.ts')).measure,
  replay: async () => (await import('./replay.ts')).measure,
};

// npm run bench -- NAME: prints the figures of one bench.
const BENCHES: Readonly<Record<string, () => Promise<{ main(): void | Promise<void> }>>> = {
  session: () => import('./session.ts'),
  cache: () => import('./cache.ts'),
  indicators: () => import('./indicators.ts'),
  series: () => import('./series.ts'),
  replay: () => import('./replay.ts'),
  isolation: () => import('./isolation.ts'),
  memory: () => import('./memory.ts'),
  import: () => import('./import.ts'),
  load: () => import('./load.ts'),
  overhead: () => import('./overhead.ts'),
};

const bench = BENCHES[process.argv[2] ?? ''];
if (bench === undefined) {
  console.error(`usage: npm run bench -- ${Object.keys(BENCHES).join('|')}`);
  process.exitCode = 2;
} else {
  await (await bench()).main();
}

import { realpathSync } from 'node:fs';
import { JbtError } from '../../model/errors.ts';
import { strategySetOf } from '../../model/route.ts';
import type { Digest, During, StrategyBundle, StrategyDescription } from '../../run/ports.ts';
import type { StrategySources } from '../../run/provenance.ts';
import { type BundledCode, bundleFiles, changedSince } from './bundle.ts';
import { describeBundles } from './describe.ts';
import { displayPath, findStrategy, type StrategyFile } from './files.ts';
import { sourcesOf } from './sources.ts';
import { checkTypes } from './typecheck.ts';

const LONGEST_LOADING_MS = 10_000;
/** Attempts to read files that someone else is writing. */
const MOST_ROUNDS = 3;

/** Request to load strategies. */
export interface StrategiesRequest {
  /** Strategies of each backtest, as paths or as names of files in `strategies/`. */
  readonly sets: readonly (readonly string[])[];
  /** Base of relative paths. */
  readonly baseDir: string;
  /** Folder of the bundles. */
  readonly bundlesDir: string;
  readonly digest: Digest;
  /** Is told of each file before it is read, also of one with a fault. */
  readonly reading?: ((path: string) => void) | undefined;
  /** Limit of the CPU time and of the idle time of loading; default: 10 s. */
  readonly timeoutMs?: number;
  readonly during?: During;
}

export interface LoadedStrategies {
  readonly bundle: StrategyBundle;
  /** Rejects with JbtError `StrategyNotLoaded` for a type error; await it before anything is played. */
  readonly typesChecked: Promise<void>;
}

/**
 * Bundles and describes strategies. Each gets a bundle of its own, independent of all others, and each set that
 * shares a backtest gets one more. Throws JbtError `StrategyNotFound` or `StrategyNotLoaded`, in one line with file,
 * line and column. The type check goes on while the caller prepares the rest.
 */
export async function bundleStrategies(request: StrategiesRequest): Promise<LoadedStrategies> {
  const { bundlesDir, digest, timeoutMs = LONGEST_LOADING_MS, during = inSilence } = request;
  const baseDir = realpathSync(request.baseDir);
  const files = [...new Set(request.sets.flat())].sort().map((name) => findStrategy(name, baseDir));
  const sets = setsOf(request.sets, files);
  const codes = await during('bundling strategies', () => bundleAtRest(sets, baseDir, request));
  const inputs = [...new Set([...codes.values()].flatMap(({ versions }) => [...versions.keys()]))];
  const typesChecked = during('checking types', () => checkTypes(files, inputs, baseDir, bundlesDir, digest));
  // The caller handles a rejection later; until then Node must not report it as unhandled.
  typesChecked.catch(() => {});
  try {
    const alone = files.map((file) => ({ file, code: codeOf(codes, [file.name]) }));
    const loading = { strategies: alone, baseDir, bundlesDir, digest, timeoutMs };
    const described = await during('loading strategies', () => describeBundles(loading));
    const strategies = described.map((description, index) => withState(description, alone[index].code));
    const sources = sourcesOf(inputs, baseDir, digest);
    return { bundle: bundleOf(codes, strategies, sources, digest), typesChecked };
  } catch (error) {
    // A type error explains best why a strategy cannot be loaded.
    await typesChecked;
    throw error;
  }
}

const inSilence: During = (_phase, work) => work();

type Codes = ReadonlyMap<string, BundledCode>;

/** Lists the bundles to make: each strategy alone, and each set of several. */
function setsOf(
  sets: StrategiesRequest['sets'],
  files: readonly StrategyFile[],
): ReadonlyMap<string, readonly StrategyFile[]> {
  const all = [...files.map(({ name }) => [name]), ...sets];
  return new Map(all.map((set) => [strategySetOf(set), files.filter(({ name }) => set.includes(name))] as const));
}

function codeOf(codes: Codes, set: readonly string[]): BundledCode {
  const code = codes.get(strategySetOf(set));
  if (code === undefined) throw new Error(`${set.join(' and ')} were not bundled`);
  return code;
}

function bundleOf(
  codes: Codes,
  strategies: readonly StrategyDescription[],
  sources: StrategySources,
  digest: Digest,
): StrategyBundle {
  const all = [...codes].sort(([set], [other]) => (set < other ? -1 : 1));
  const fingerprints = strategies.map(({ name }) => [name, codeOf(codes, [name]).fingerprint] as const);
  return {
    urls: Object.fromEntries(all.map(([set, { url }]) => [set, url])),
    fingerprint: digest(all.map(([set, { fingerprint }]) => `${set} ${fingerprint}`).join('\n')),
    fingerprints: Object.fromEntries(fingerprints),
    sources,
    mentionsCache: all.some(([, { mentionsCache }]) => mentionsCache),
    strategies,
  };
}

/** Adds a warning if a strategy is slower because it is not proven. */
function withState(description: StrategyDescription, { state }: BundledCode): StrategyDescription {
  if (state === null) return description;
  const warning = `is evaluated anew for each backtest, which takes longer: ${state}`;
  return { ...description, warnings: [...description.warnings, warning] };
}

/** Bundles files that nobody writes meanwhile: caches rely on their content. */
async function bundleAtRest(
  sets: ReadonlyMap<string, readonly StrategyFile[]>,
  baseDir: string,
  { bundlesDir, digest, reading }: Pick<StrategiesRequest, 'bundlesDir' | 'digest' | 'reading'>,
): Promise<Codes> {
  let changed: string | null = null;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const codes = await Promise.all(
      [...sets].map(
        async ([set, files]) => [set, await bundleFiles(files, baseDir, bundlesDir, digest, reading)] as const,
      ),
    );
    changed = changedSince(new Map(codes.flatMap(([, { versions }]) => [...versions])));
    if (changed === null) return new Map(codes);
  }
  const path = displayPath(changed ?? '', baseDir);
  throw new JbtError(
    'StrategyNotLoaded',
    `${path} is written while it is read, again and again: start when it is at rest`,
  );
}

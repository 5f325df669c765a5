import { realpathSync } from 'node:fs';
import { JbtError } from '../../model/errors.ts';
import { strategySetOf } from '../../model/route.ts';
import type { Digest, StrategyBundle, StrategyDescription } from '../../run/ports.ts';
import { type BundledCode, bundleFiles, changedSince } from './bundle.ts';
import { describeBundles } from './describe.ts';
import { displayPath, findStrategy, type StrategyFile } from './files.ts';
import { checkTypes } from './typecheck.ts';

const LONGEST_LOADING_MS = 10_000;
/** In which files are read that someone writes at the same time. */
const MOST_ROUNDS = 3;

/** Which strategies to load, from where. */
export interface StrategiesRequest {
  /** The strategies of each backtest: paths, or names of files in `strategies/`. */
  readonly sets: readonly (readonly string[])[];
  /** What paths are relative to. */
  readonly baseDir: string;
  /** Where bundles are kept. */
  readonly bundlesDir: string;
  readonly digest: Digest;
  /** How long loading may take; 10 s if not given. */
  readonly timeoutMs?: number;
}

export interface LoadedStrategies {
  readonly bundle: StrategyBundle;
  /** Rejects with JbtError `StrategyNotLoaded` for a type error; await it before anything is played. */
  readonly typesChecked: Promise<void>;
}

/**
 * Bundles strategies and describes them: each by itself, so that it depends on no other, and together with those that
 * share a backtest with it. Throws JbtError `StrategyNotFound` or `StrategyNotLoaded`, in one line that names file,
 * line and column. The type check goes on while the caller prepares the rest.
 */
export async function bundleStrategies(request: StrategiesRequest): Promise<LoadedStrategies> {
  const { bundlesDir, digest, timeoutMs = LONGEST_LOADING_MS } = request;
  const baseDir = realpathSync(request.baseDir);
  const files = [...new Set(request.sets.flat())].sort().map((name) => findStrategy(name, baseDir));
  const codes = await bundleAtRest(setsOf(request.sets, files), baseDir, bundlesDir, digest);
  const inputs = [...new Set([...codes.values()].flatMap(({ versions }) => [...versions.keys()]))];
  const typesChecked = checkTypes(files, inputs, baseDir, bundlesDir, digest);
  // Whoever awaits it hears of a rejection; until then it is nobody's yet.
  typesChecked.catch(() => {});
  try {
    const alone = files.map((file) => ({ file, code: codeOf(codes, [file.name]) }));
    const described = await describeBundles({ strategies: alone, baseDir, bundlesDir, digest, timeoutMs });
    const strategies = described.map((description, index) => withState(description, alone[index].code));
    return { bundle: bundleOf(codes, strategies, digest), typesChecked };
  } catch (error) {
    // A type error is the better explanation of why a strategy cannot be loaded.
    await typesChecked;
    throw error;
  }
}

type Codes = ReadonlyMap<string, BundledCode>;

/** Each strategy by itself, and each set of several. */
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

function bundleOf(codes: Codes, strategies: readonly StrategyDescription[], digest: Digest): StrategyBundle {
  const all = [...codes].sort(([set], [other]) => (set < other ? -1 : 1));
  const fingerprints = strategies.map(({ name }) => [name, codeOf(codes, [name]).fingerprint] as const);
  return {
    urls: Object.fromEntries(all.map(([set, { url }]) => [set, url])),
    fingerprint: digest(all.map(([set, { fingerprint }]) => `${set} ${fingerprint}`).join('\n')),
    fingerprints: Object.fromEntries(fingerprints),
    mentionsCache: all.some(([, { mentionsCache }]) => mentionsCache),
    strategies,
  };
}

/** Says why a strategy takes longer than it must. */
function withState(description: StrategyDescription, { state }: BundledCode): StrategyDescription {
  if (state === null) return description;
  const warning = `is evaluated anew for each backtest, which takes longer: ${state}`;
  return { ...description, warnings: [...description.warnings, warning] };
}

/** Bundles of files that nobody writes meanwhile, for what is cached goes by them. */
async function bundleAtRest(
  sets: ReadonlyMap<string, readonly StrategyFile[]>,
  baseDir: string,
  bundlesDir: string,
  digest: Digest,
): Promise<Codes> {
  let changed: string | null = null;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const codes = await Promise.all(
      [...sets].map(async ([set, files]) => [set, await bundleFiles(files, baseDir, bundlesDir, digest)] as const),
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

import { realpathSync, statSync } from 'node:fs';
import type { Digest, StrategyBundle } from '../../run/ports.ts';
import { type BundledCode, bundleFiles } from './bundle.ts';
import { describeBundle } from './describe.ts';
import { findStrategy, type StrategyFile } from './files.ts';
import { fingerprintsOf } from './fingerprint.ts';
import { checkTypes } from './typecheck.ts';

const LONGEST_LOADING_MS = 10_000;

/** Which strategies to load, from where. */
export interface StrategiesRequest {
  /** Paths, or names of files in `strategies/`. */
  readonly names: readonly string[];
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
 * Bundles strategies into one module and describes them. Throws JbtError `StrategyNotFound` or `StrategyNotLoaded`,
 * in one line that names file, line and column. The type check goes on while the caller prepares the rest.
 */
export async function bundleStrategies(request: StrategiesRequest): Promise<LoadedStrategies> {
  const { bundlesDir, digest, timeoutMs = LONGEST_LOADING_MS } = request;
  const baseDir = realpathSync(request.baseDir);
  const files = [...new Set(request.names)].sort().map((name) => findStrategy(name, baseDir));
  const { code, fingerprints } = await bundleAtRest(files, baseDir, bundlesDir, digest);
  const typesChecked = checkTypes(files, code, baseDir, bundlesDir, digest);
  // Whoever awaits it hears of a rejection; until then it is nobody's yet.
  typesChecked.catch(() => {});
  try {
    const strategies = await describeBundle({ code, files, baseDir, bundlesDir, digest, timeoutMs });
    const { url, fingerprint, builtins, mentionsCache } = code;
    return { bundle: { url, fingerprint, fingerprints, builtins, mentionsCache, strategies }, typesChecked };
  } catch (error) {
    // A type error is the better explanation of why a strategy cannot be loaded.
    await typesChecked;
    throw error;
  }
}

/** Code and fingerprints of the same files: once more when one was written meanwhile, for what is cached goes by them. */
async function bundleAtRest(
  files: readonly StrategyFile[],
  baseDir: string,
  bundlesDir: string,
  digest: Digest,
): Promise<{ readonly code: BundledCode; readonly fingerprints: Readonly<Record<string, string>> }> {
  for (;;) {
    const begun = Date.now();
    const code = await bundleFiles(files, baseDir, bundlesDir, digest);
    const fingerprints = await fingerprintsOf(files, baseDir, digest);
    const isChanged = (path: string) => (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? begun) >= begun;
    if (!code.inputs.some(isChanged)) return { code, fingerprints };
  }
}

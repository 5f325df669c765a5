import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { Parameters, ParameterValues } from '../../model/parameter.ts';
import type { Digest, StrategyDescription } from '../../run/ports.ts';
import { JBT_URL } from '../system/package.ts';
import { type BundledStrategy, inspectBundles } from './inspect.ts';

const noted: z.ZodType<readonly StrategyDescription[]> = z.array(
  z.object({
    name: z.string(),
    className: z.string(),
    parameters: z.custom<Parameters>((found) => found instanceof Object),
    defaults: z.custom<ParameterValues>((found) => found instanceof Object),
    warnings: z.array(z.string()),
  }),
);

export interface DescriptionRequest {
  readonly strategies: readonly BundledStrategy[];
  readonly baseDir: string;
  /** Folder of the cached descriptions. */
  readonly bundlesDir: string;
  readonly digest: Digest;
  readonly timeoutMs: number;
}

/**
 * Describes strategies; loads them only if no description of the same code is cached. Throws as `inspectBundles` does.
 */
export async function describeBundles(request: DescriptionRequest): Promise<readonly StrategyDescription[]> {
  const { strategies, baseDir, bundlesDir, digest, timeoutMs } = request;
  const fingerprints = strategies.map(({ code }) => code.fingerprint).join('\n');
  const key = digest(`${fingerprints}\n${readFileSync(fileURLToPath(JBT_URL), 'utf8')}`);
  const path = join(bundlesDir, `${key}.described`);
  const known = readNote(path);
  // A batch may name the same code otherwise than the one that described it: `trend` for `strategies/trend.ts`.
  if (known !== null) return known.map((description, index) => ({ ...description, name: strategies[index].file.name }));
  const found = await inspectBundles(strategies, baseDir, timeoutMs);
  writeFileSync(path, JSON.stringify(found));
  return found;
}

function readNote(path: string): readonly StrategyDescription[] | null {
  if (!existsSync(path)) return null;
  try {
    return noted.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

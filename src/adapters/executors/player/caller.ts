import { findSourceMap } from 'node:module';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Place } from '../../system/strategy-module.ts';

/** Built-in functions, such as `map`, may lie between the caller and us. */
const FRAMES = 8;

/** Returns the source position in the module at `url` that called us, such as `strategies/trend.ts:12`. */
export function callerWithin(url: string): string {
  const path = pathOf(url);
  const caller = callSites().find((site) => pathOf(site.getFileName() ?? '') === path);
  if (caller === undefined) return 'the bundle';
  return sourceOf(url, { line: caller.getLineNumber() ?? 1, column: (caller.getColumnNumber() ?? 1) - 1 });
}

/** Maps a position in the built code to its source. */
export function sourceOf(url: string, { line, column }: Place): string {
  const entry = findSourceMap(url)?.findEntry(line - 1, column);
  if (entry === undefined || !('originalSource' in entry)) return `line ${line} of the bundle`;
  const source = entry.originalSource;
  return `${relative(process.cwd(), pathOf(source)).replaceAll('\\', '/')}:${entry.originalLine + 1}`;
}

/** Returns unmapped call sites; `error.stack` has only mapped ones. */
function callSites(): readonly NodeJS.CallSite[] {
  const { prepareStackTrace, stackTraceLimit } = Error;
  const holder: { stack: readonly NodeJS.CallSite[] } = { stack: [] };
  Error.prepareStackTrace = (_error, sites) => sites;
  Error.stackTraceLimit = FRAMES;
  Error.captureStackTrace(holder, callerWithin);
  const { stack } = holder;
  Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  return stack;
}

/** Call sites name files by URL or by path. */
function pathOf(url: string): string {
  return url.startsWith('file:') ? fileURLToPath(url) : url;
}

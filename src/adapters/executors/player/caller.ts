import { findSourceMap } from 'node:module';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Place } from '../../system/strategy-module.ts';

/** Callers may lie behind a few functions of the language itself, such as `map`. */
const FRAMES = 8;

/** The place in the source of the module at `url` that called into jbt, such as `strategies/trend.ts:12`. */
export function callerWithin(url: string): string {
  const path = pathOf(url);
  const caller = callSites().find((site) => pathOf(site.getFileName() ?? '') === path);
  if (caller === undefined) return 'the bundle';
  return sourceOf(url, { line: caller.getLineNumber() ?? 1, column: (caller.getColumnNumber() ?? 1) - 1 });
}

/** Where a place in the built code was written. */
export function sourceOf(url: string, { line, column }: Place): string {
  const entry = findSourceMap(url)?.findEntry(line - 1, column);
  if (entry === undefined || !('originalSource' in entry)) return `line ${line} of the bundle`;
  const source = entry.originalSource;
  return `${relative(process.cwd(), pathOf(source)).replaceAll('\\', '/')}:${entry.originalLine + 1}`;
}

/** The calls as they are in the built code, which mapped stacks do not tell. */
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

/** Files go by both names. */
function pathOf(url: string): string {
  return url.startsWith('file:') ? fileURLToPath(url) : url;
}

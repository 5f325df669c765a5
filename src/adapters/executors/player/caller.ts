import { findSourceMap } from 'node:module';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Callers may lie behind a few functions of the language itself, such as `map`. */
const FRAMES = 8;

/**
 * Who called into the file that calls this: a place such as `strategies/trend.ts:12` in the module at `url`; null when
 * it was other code.
 */
export function callerWithin(url: string): string | null {
  const sites = callSites();
  const asking = sites[0]?.getFileName();
  const caller = sites.find((site) => typeof site.getFileName() === 'string' && site.getFileName() !== asking);
  if (caller === undefined || pathOf(caller.getFileName() ?? '') !== pathOf(url)) return null;
  return placeOf(url, caller.getLineNumber() ?? 1, caller.getColumnNumber() ?? 1);
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

function placeOf(url: string, line: number, column: number): string {
  const entry = findSourceMap(url)?.findEntry(line - 1, column - 1);
  if (entry === undefined || !('originalSource' in entry)) return `line ${line} of the bundle`;
  const source = entry.originalSource;
  return `${relative(process.cwd(), pathOf(source)).replaceAll('\\', '/')}:${entry.originalLine + 1}`;
}

/** Files go by both names. */
function pathOf(url: string): string {
  return url.startsWith('file:') ? fileURLToPath(url) : url;
}

import type { Platform } from './messages.ts';

/** Says why a platform must not play for another; null where it may. */
export function refusalOf(own: Platform, asked: Platform): string | null {
  if (own.jbt !== asked.jbt) return `it has jbt ${own.jbt}, and the run needs ${asked.jbt}`;
  if (own.build !== asked.build)
    return `it has another build of jbt ${own.jbt}: install the same package on both machines`;
  if (own.nodeMajor !== asked.nodeMajor) return `it has Node ${own.nodeMajor}, and the run needs ${asked.nodeMajor}`;
  if (own.locale === asked.locale) return null;
  return `it has the language and time zone "${own.locale}", and the run needs "${asked.locale}" (LANG, TZ)`;
}

/** Says why Redis refused a command, and what to do where its memory is full. */
export function refusalByRedis(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (!message.startsWith('OOM')) return message;
  return 'its memory is full: raise its maxmemory, or let candles travel by --shared-folder';
}

import { parseArgs } from 'node:util';
import { suggestion } from '../../src/run/text/nearest.ts';
import { UsageError } from './document.ts';

export interface Invocation {
  /** Benches in the order they were asked for; all when none was. */
  readonly names: readonly string[];
  readonly json: boolean;
  /** Path of a recorded document to compare with. */
  readonly check: string | null;
  readonly jobs: number | null;
}

const MOST_JOBS = 1_000_000;

/** Reads the arguments; throws UsageError, which says in one line what is wrong and what is right. */
export function parseInvocation(argv: readonly string[], known: readonly string[]): Invocation {
  const { values, positionals } = parsed(argv);
  for (const name of positionals) {
    if (!known.includes(name)) {
      throw new UsageError(`no bench is named ${name}${suggestion(name, known)}; there are ${known.join(', ')}`);
    }
  }
  return {
    names: positionals.length === 0 ? known : positionals,
    json: values.json ?? false,
    check: values.check ?? null,
    jobs: jobsOf(values.jobs),
  };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { json: { type: 'boolean' }, check: { type: 'string' }, jobs: { type: 'string' } },
    });
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split('. ');
    throw new UsageError(`${reason}; the options are --json, --check FILE and --jobs N`);
  }
}

function jobsOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const jobs = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (jobs < 1 || jobs > MOST_JOBS) {
    throw new UsageError(`--jobs takes a whole number from 1 to ${MOST_JOBS}, not ${text}`);
  }
  return jobs;
}

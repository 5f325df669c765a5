import { readdirSync } from 'node:fs';
import type { Io } from '../command.ts';
import { homeOf } from '../home.ts';
import { bashReply, readBashLine } from './bash-line.ts';
import { type Candidate, candidatesFor } from './candidates.ts';
import { readTable, type Source } from './table.ts';

/**
 * Answers a completion script: `bash LINE BREAKS`, or another shell and the words after `jbt`. A line each, and with a tab
 * its description. Where something fails, it answers nothing: an error would disturb the line that someone types.
 */
export async function printWords([shell, ...words]: readonly string[], io: Io): Promise<number> {
  try {
    const lines = shell === 'bash' ? await bashLines(words, io) : (await candidates(words, io)).map(lineOf);
    io.stdout.write(lines.map((line) => `${line}\n`).join(''));
  } catch {
    // See above.
  }
  return 0;
}

async function bashLines([line = '', breaks = '']: readonly string[], io: Io): Promise<readonly string[]> {
  const read = readBashLine(line);
  const found = await candidates(read.words.slice(1), io);
  return found.map(({ word }) => bashReply(word, read, breaks));
}

function lineOf({ word, describe }: Candidate): string {
  return describe === '' ? word : `${word}\t${describe}`;
}

/** Completes with names of a source only where the table asks for them: opening the store takes time. */
async function candidates(words: readonly string[], io: Io): Promise<readonly Candidate[]> {
  const table = readTable();
  const asked = new Set<Source>();
  candidatesFor(words, table, (source) => {
    asked.add(source);
    return [];
  });
  const [source] = asked;
  if (source === undefined) return candidatesFor(words, table, () => []);
  const names = await namesOf(source, io);
  return candidatesFor(words, table, () => names);
}

async function namesOf(source: Source, io: Io): Promise<readonly string[]> {
  switch (source) {
    case 'markets':
      return storedMarkets(homeOf(io).cache);
    case 'runs':
      return namesIn(homeOf(io).runs).reverse();
    case 'batches':
      return batchesIn(io.cwd);
    case 'files':
      return [];
  }
}

async function storedMarkets(folder: string): Promise<readonly string[]> {
  const { damageIn, isReadable } = await import('../../adapters/lmdb/probe.ts');
  if (!isReadable(folder) || damageIn(folder) !== null) return [];
  const [{ openEnvironment }, { marketNames }, { systemClock }] = await Promise.all([
    import('../../adapters/lmdb/environment.ts'),
    import('../../adapters/candles/lmdb/store.ts'),
    import('../../adapters/system/clock.ts'),
  ]);
  const environment = openEnvironment(folder, { access: 'read', check: 'quick', clock: systemClock, warn: () => {} });
  try {
    return marketNames(environment);
  } finally {
    await environment.close();
  }
}

const BATCH = /(?:^jbt\.json|\.ya?ml|\.config\.[cm]?[jt]s)$/i;

/** Batch files of a folder, and its strategies as a command line names them. */
async function batchesIn(folder: string): Promise<readonly string[]> {
  const { strategiesNear } = await import('../../adapters/strategies/files.ts');
  return [...namesIn(folder).filter((name) => BATCH.test(name)), ...strategiesNear('', folder)];
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

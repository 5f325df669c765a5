import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { builtFile } from '../../src/adapters/system/package.ts';
import { BENCHES } from '../benches.ts';
import { checkAgainst } from './check.ts';
import { type BenchDocument, documentOf, parseDocument, recordOf, UsageError } from './document.ts';
import { type Invocation, parseInvocation } from './invocation.ts';
import { describeMachine, thisMachine } from './machine.ts';
import { tableOf } from './table.ts';

const MOST_OUTPUT = 2 ** 26;

/** Runs benches as the arguments say. Returns the exit code: 1 for a failed bench or check, 2 for wrong arguments. */
export async function runBenches(argv: readonly string[]): Promise<number> {
  try {
    const invocation = parseInvocation(argv, Object.keys(BENCHES));
    // Read before anything is measured, so that a wrong file costs no time.
    const recorded = invocation.check === null ? null : readDocument(invocation.check);
    return await measureAll(invocation, recorded);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    return 2;
  }
}

async function measureAll(invocation: Invocation, recorded: BenchDocument | null): Promise<number> {
  const { names, json } = invocation;
  const benches: Record<string, BenchDocument['benches'][string]> = {};
  let failures = 0;
  if (!json) console.log(describeMachine(thisMachine()));
  for (const name of names) {
    try {
      const figures = names.length === 1 ? await measureHere(name, invocation) : measureApart(name, invocation);
      if (!json && names.length > 1) console.log(`\n${tableOf({ [name]: figures })}`);
      benches[name] = figures;
    } catch (error) {
      failures += 1;
      console.error(`${name} failed: ${error instanceof Error ? error.message : error}`);
    }
  }
  const document = documentOf(thisMachine(), benches);
  console.log(json ? JSON.stringify(document, null, 2) : `\n${tableOf(benches)}`);
  const verdict = recorded === null ? null : checkAgainst(recorded, document);
  for (const line of verdict?.lines ?? []) console.error(line);
  return failures > 0 || verdict?.failed ? 1 : 0;
}

async function measureHere(name: string, { jobs }: Invocation): Promise<BenchDocument['benches'][string]> {
  const bench = await BENCHES[name]();
  return (await bench({ jobs })).map(recordOf);
}

/** In a process of its own, so that no bench meets code that another one has compiled. */
function measureApart(name: string, { jobs }: Invocation): BenchDocument['benches'][string] {
  const options = jobs === null ? [] : ['--jobs', String(jobs)];
  const argv = [builtFile('bench/index.js'), name, '--json', ...options];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8', maxBuffer: MOST_OUTPUT });
  if (status !== 0) throw new Error(stderr.trim().replace(`${name} failed: `, ''));
  return parseDocument(stdout, name).benches[name];
}

function readDocument(path: string): BenchDocument {
  return parseDocument(textOf(path), path);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`--check cannot read ${path}: ${error instanceof Error ? error.message : error}`);
  }
}

import * as z from 'zod';
import { createPaint, type Paint, wantsColours } from '../../adapters/terminal/paint.ts';
import { printable } from '../../run/text/plain.ts';
import type { Command } from '../command.ts';
import { homeOf } from '../home.ts';
import { addOptions, flagOption, readOptions, valueOption } from '../options.ts';
import { EXIT } from '../process/exit.ts';
import { type Finding, findingOf, type Status } from './finding.ts';
import { machineChecks } from './machine.ts';
import { softwareChecks } from './software.ts';
import { storageChecks } from './storage.ts';

const OPTIONS = {
  redis: valueOption(z.string({ error: 'given once' }), undefined, {
    describe: 'look at this Redis',
    defaultText: 'REDIS_HOST, if set',
  }),
  json: flagOption('print one JSON document'),
};

const REINSTALL = 'install jbt again (npm install jbt-runner); if that does not help, report it with this page';

/** `jbt doctor`: looks at what jbt needs, and changes nothing. */
export const command: Command = {
  build: (yargs) =>
    addOptions(yargs, OPTIONS)
      .example('jbt doctor', 'what works, and what to do about the rest; exit 4 when jbt cannot run')
      .example('jbt doctor --json', 'for a machine, or for a report of a fault'),
  async run(options, io) {
    const { redis, json } = readOptions(OPTIONS, options);
    const home = homeOf(io);
    const paint = createPaint(wantsColours(io.stdout, io.env));
    const findings: Finding[] = [];
    // In this order a crash of a native library is seen behind the rows that came before.
    for (const check of [...machineChecks(io), ...softwareChecks(io, redis), ...storageChecks(home)]) {
      const finding = await findingOf(check, REINSTALL);
      findings.push(finding);
      if (!json) io.stdout.write(rowText(finding, paint));
    }
    const canRun = findings.every(({ status }) => status !== 'fault');
    if (json) io.stdout.write(`${JSON.stringify({ format: 1, canRun, findings }, null, 2)}\n`);
    else io.stdout.write(summaryText(findings, canRun));
    return canRun ? 0 : EXIT.environment;
  },
};

const STYLES = { ok: 'green', warning: 'yellow', fault: 'red' } as const satisfies Record<Status, string>;
const STATUS_WIDTH = 9;
const NAME_WIDTH = 14;

function rowText({ name, status, found, remedy }: Finding, paint: Paint): string {
  const row = `${paint(STYLES[status], status.padEnd(STATUS_WIDTH))}${name.padEnd(NAME_WIDTH)}${printable(found)}\n`;
  return remedy === null ? row : `${row}${' '.repeat(STATUS_WIDTH + NAME_WIDTH)}${printable(remedy)}\n`;
}

function summaryText(findings: readonly Finding[], canRun: boolean): string {
  const count = (status: Status) => findings.filter((finding) => finding.status === status).length;
  const text = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`;
  const counts = `${text(count('fault'), 'fault')}, ${text(count('warning'), 'warning')}`;
  return canRun ? `jbt can run: ${counts}\n` : `jbt cannot run here: ${counts}\n`;
}

// npm run build:help: lays out the help of every command, and the table of all: neither `--help` nor a completion loads yargs.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { COMMANDS } from '../src/cli/commands.ts';
import { TABLE_FILE } from '../src/cli/completion/table.ts';
import { helpFile } from '../src/cli/help.ts';
import { parseOptions } from '../src/cli/parse.ts';
import { commandTable } from './command-table.ts';

for (const entry of COMMANDS) {
  const { command } = await entry.load();
  const parsed = await parseOptions(entry, command, [entry.name, '--help']);
  const path = helpFile(entry.name);
  mkdirSync(dirname(path), { recursive: true });
  if (parsed.kind === 'help') writeFileSync(path, `${parsed.text}\n`);
}

writeFileSync(TABLE_FILE, JSON.stringify(await commandTable()));

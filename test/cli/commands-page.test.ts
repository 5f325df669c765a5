import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { commandTable } from '../../docs/command-table.ts';
import { commandsPage } from '../../docs/commands-page.ts';
import { COMMANDS } from '../../src/cli/commands.ts';

it('docs/commands.md describes every command and option as the help does; npm run docs writes it', async () => {
  const page = readFileSync('docs/commands.md', 'utf8');
  expect(page).toBe(commandsPage(await commandTable()));
  for (const { name } of COMMANDS) expect(page).toContain(`\n## jbt ${name}\n`);
  for (const option of ['--market', '--portfolio', '--dry-run', '--gap-fill', '--redis-timeout'])
    expect(page).toContain(`| \`${option}`);
});

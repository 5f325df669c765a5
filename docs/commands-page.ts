// docs/commands.md, made of the table that the help and the completion are made of.
import type { CommandRow } from '../src/cli/completion/table.ts';

const INTRODUCTION = `# Commands

<!-- Made from the help of the commands by npm run docs. -->

\`jbt help COMMAND\` prints the same, \`jbt -v\` the version. Exit codes: 0 done, 1 a backtest failed, 2 the command or a file of
yours must be corrected, 3 a result missed an expectation, 4 the machine or what is stored must be mended, 70 a fault of jbt, 130 interrupted.

Completion of commands, options, choices, stored markets, runs and strategies:

\`\`\`bash
source <(jbt completion bash)                                  # in ~/.bashrc
source <(jbt completion zsh)                                   # in ~/.zshrc, after compinit
jbt completion fish > ~/.config/fish/completions/jbt.fish
\`\`\`
`;

/** The page of all commands. */
export function commandsPage(table: readonly CommandRow[]): string {
  const index = table.map(({ name, description }) => `- [jbt ${name}](#jbt-${name}): ${description}`).join('\n');
  return [INTRODUCTION, `${index}\n`, ...table.map(section)].join('\n');
}

function section({ name, usage, description, positionals, options, examples, epilog }: CommandRow): string {
  const groups = [...new Set(options.map(({ group }) => group))];
  const words = positionals.map((row) => [code(row.name), row.describe] as const);
  const tables = groups.map((group) => {
    const rows = options.filter((row) => row.group === group);
    return listOf(
      group,
      rows.map((row) => [code(`--${row.name}${row.words === null ? '' : ' VALUE'}`), row.describe] as const),
    );
  });
  const parts = [
    `## jbt ${name}\n\n${sentence(description)}`,
    `\`\`\`\njbt ${[name, usage, '[options]'].filter((word) => word !== '').join(' ')}\n\`\`\``,
    listOf('Words', words),
    ...tables,
    epilog,
    examplesOf(examples),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function listOf(heading: string, rows: readonly (readonly [string, string])[]): string {
  if (rows.length === 0) return '';
  const lines = rows.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`);
  return [`| ${heading} |  |`, '| --- | --- |', ...lines].join('\n');
}

function examplesOf(examples: CommandRow['examples']): string {
  if (examples.length === 0) return '';
  const lines = examples.map(([line, description]) => `# ${description}\n${line}`);
  return `\`\`\`bash\n${lines.join('\n')}\n\`\`\``;
}

function sentence(text: string): string {
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}

function code(text: string): string {
  return `\`${text}\``;
}

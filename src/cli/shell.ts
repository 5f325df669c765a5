import { withoutSecrets } from '../run/text/secrets.ts';

/** The command line as a shell takes it, for people to copy; without user names and passwords in addresses. */
export function commandLine(argv: readonly string[]): string {
  return ['jbt', ...argv.map(withoutSecrets).map(shellWord)].join(' ');
}

/** What to type to go on with a run that this command line began: `--fresh` would begin another. */
export function resumingLine(argv: readonly string[]): string {
  return commandLine(argv.filter((word) => !/^--fresh(?:=|$)/.test(word)));
}

function shellWord(word: string): string {
  return /^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

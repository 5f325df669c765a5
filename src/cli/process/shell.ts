import { withoutSecrets } from '../../run/text/secrets.ts';

/** Command line in shell syntax, to copy; addresses lose user name and password. */
export function commandLine(argv: readonly string[]): string {
  return ['jbt', ...argv.map(withoutSecrets).map(shellWord)].join(' ');
}

/** Command line that resumes the run of this one: the same without `--fresh`. */
export function resumingLine(argv: readonly string[]): string {
  return commandLine(argv.filter((word) => !/^--fresh(?:=|$)/.test(word)));
}

/** A word in shell syntax, quoted where it must be. */
export function shellWord(word: string): string {
  return /^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** What was typed, as a shell takes it, for people to copy. */
export function commandLine(argv: readonly string[]): string {
  return ['jbt', ...argv.map(shellWord)].join(' ');
}

/** What to type to go on with a run that this command line began: `--fresh` would begin another. */
export function resumingLine(argv: readonly string[]): string {
  return commandLine(argv.filter((word) => !/^--fresh(?:=|$)/.test(word)));
}

function shellWord(word: string): string {
  return /^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

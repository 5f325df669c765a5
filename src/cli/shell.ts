/** What was typed, as a shell takes it, for people to copy. */
export function commandLine(argv: readonly string[]): string {
  return ['jbt', ...argv.map(shellWord)].join(' ');
}

function shellWord(word: string): string {
  return /^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

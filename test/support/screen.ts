import { Writable } from 'node:stream';

/** A terminal as far as jbt uses one: lines that can be gone back to and erased. */
export interface Screen {
  readonly stream: NodeJS.WriteStream;
  /** Visible text with scrolled lines, without colours and without empty lines at the end. */
  lines(): string[];
  /** Everything that was written. */
  written(): string;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences start with one
const TOKEN = /\u001b\[(\??[\d;]*)([A-Za-z])|\n|\r|[^\u001b\n\r]+/g;

/** A screen of a size, empty. Throws when a sequence is written that it does not know. */
export function createScreen(columns: number, rows = 24): Screen {
  const lines: string[] = [''];
  let row = 0;
  let column = 0;
  let written = '';

  const put = (text: string) => {
    for (const character of text) {
      if (column === columns) moveTo(row + 1, 0);
      lines[row] = lines[row].slice(0, column).padEnd(column) + character + lines[row].slice(column + 1);
      column += 1;
    }
  };

  const moveTo = (newRow: number, newColumn: number) => {
    row = Math.max(0, newRow);
    column = newColumn;
    while (lines.length <= row) lines.push('');
  };

  const erase = (parameter: string) => {
    lines[row] = parameter === '2' ? '' : lines[row].slice(0, column);
  };

  const obey = (parameter: string, command: string) => {
    const count = Number(parameter || '1');
    switch (command) {
      case 'A':
        return moveTo(row - count, column);
      case 'B':
        return moveTo(row + count, column);
      case 'G':
        return moveTo(row, count - 1);
      case 'K':
        return erase(parameter);
      case 'm':
      case 'h':
      case 'l':
        return;
    }
    throw new Error(`unknown sequence ${parameter}${command}`);
  };

  const stream = new Writable({
    decodeStrings: false,
    write(text: string, _encoding, done) {
      written += text;
      for (const [token, parameter, command] of text.matchAll(TOKEN)) {
        if (token === '\n') moveTo(row + 1, 0);
        else if (token === '\r') moveTo(row, 0);
        else if (command !== undefined) obey(parameter, command);
        else put(token);
      }
      done();
    },
  });

  return {
    stream: Object.assign(stream, { isTTY: true, columns, rows }) as unknown as NodeJS.WriteStream,
    lines: () =>
      lines
        .join('\n')
        .trimEnd()
        .split('\n')
        .map((line) => line.trimEnd()),
    written: () => written,
  };
}

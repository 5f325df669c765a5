const QUOTE = '"';

/** Cuts a line into cells. Line ends within quotes are not supported. */
export function splitCells(line: string, delimiter: string): readonly string[] {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line;
  return text.includes(QUOTE) ? splitQuoted(text, delimiter) : text.split(delimiter);
}

function splitQuoted(text: string, delimiter: string): readonly string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (letter === delimiter && !isQuoted) {
      cells.push(cell);
      cell = '';
    } else if (letter !== QUOTE) cell += letter;
    else if (isQuoted && text[at + 1] === QUOTE) {
      cell += QUOTE;
      at += 1;
    } else isQuoted = !isQuoted;
  }
  return [...cells, cell];
}

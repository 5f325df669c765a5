/** The words of an unfinished command line of bash, and how its last word is written. */
export interface BashLine {
  /** Words without quotes; the last one is completed. */
  readonly words: readonly string[];
  /** The last word as it stands in the line. */
  readonly raw: string;
  /** The quote that is still open. */
  readonly quote: '"' | "'" | null;
}

/** Splits a line at blanks outside of quotes. */
export function readBashLine(line: string): BashLine {
  const words: string[] = [];
  let [word, raw, quote]: [string, string, BashLine['quote']] = ['', '', null];
  for (let index = 0; index < line.length; index++) {
    const letter = line[index];
    if (quote === null && /\s/.test(letter)) {
      if (raw !== '') words.push(word);
      [word, raw] = ['', ''];
      continue;
    }
    raw += letter;
    if (letter === quote) quote = null;
    else if (quote === null && (letter === '"' || letter === "'")) quote = letter;
    else if (letter === '\\' && quote !== "'" && index + 1 < line.length) {
      index += 1;
      raw += line[index];
      word += line[index];
    } else word += letter;
  }
  return { words: [...words, word], raw, quote };
}

/**
 * Writes a candidate as readline puts it into the line: behind an open quote or behind the last of the characters at which
 * it breaks words, such as the colon of a market.
 */
export function bashReply(candidate: string, { words, raw, quote }: BashLine, breaks: string): string {
  if (quote !== null) return candidate.slice(words[words.length - 1].length - textBehind(raw, quote).length);
  const escaped = candidate.replaceAll(/[^\w./:=,@%+-]/g, '\\$&');
  return escaped.slice(lengthBeforeBreak(raw, breaks));
}

/** The text behind the quote that is open. */
function textBehind(raw: string, quote: string): string {
  return raw.slice(raw.lastIndexOf(quote) + 1);
}

function lengthBeforeBreak(raw: string, breaks: string): number {
  const special = [...breaks].filter((letter) => /[:=,@]/.test(letter));
  return Math.max(...special.map((letter) => raw.lastIndexOf(letter)), -1) + 1;
}

import type { CodeFrame, JbtError } from '../../model/errors.ts';
import { printable } from '../../run/text/plain.ts';
import { withoutSecrets } from '../../run/text/secrets.ts';
import type { Paint } from './paint.ts';

const INDENT = '  ';

/** Further lines of an error, each with its line end: texts, and lines of source code with the fault underlined. */
export function renderDetails(details: JbtError['details'], paint: Paint): string {
  return details
    .flatMap((detail) => {
      return typeof detail === 'string' ? [`${INDENT}${printable(withoutSecrets(detail))}`] : frameLines(detail, paint);
    })
    .map((line) => `${line}\n`)
    .join('');
}

/** Longest part of a source line that is shown. */
const LONGEST_SOURCE = 160;

function frameLines({ line, column, length, source }: CodeFrame, paint: Paint): readonly string[] {
  const number = String(line);
  // A tab, or a control character, takes one column so that the underline stays below its code.
  const shown = source.replaceAll(/\p{C}/gu, ' ').slice(0, LONGEST_SOURCE).trimEnd();
  const underline = '~'.repeat(Math.max(1, Math.min(length, shown.length - column + 1)));
  const gap = ' '.repeat(Math.min(column - 1, LONGEST_SOURCE));
  return [
    `${INDENT}${paint('dim', `${number} |`)} ${shown}`,
    `${INDENT}${paint('dim', `${' '.repeat(number.length)} |`)} ${gap}${paint('red', underline)}`,
    '',
  ];
}

// Tables of the fields of a type, for pages.
import { LOG_LEVELS } from '../src/model/logging.ts';
import { aliasesIn, type DeclaredField } from './declarations.ts';

export function fieldTable(fields: readonly DeclaredField[]): string {
  const rows = fields.map(({ path, type, meaning, isOptional }) =>
    line([code(path), `${code(typeText(type))}${isOptional ? ', optional' : ''}`, meaning]),
  );
  return ['| field | type | meaning |', '|---|---|---|', ...rows, ''].join('\n');
}

export function heading(name: string): string {
  return `### ${name}\n`;
}

export function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

export function code(text: string): string {
  return `\`${text.replaceAll('readonly ', '')}\``;
}

const ALIASES = new Map([
  ...['exchange', 'job', 'order', 'parameter', 'trade'].flatMap((file) => [...aliasesIn(`model/${file}`)]),
  ['LogLevel', LOG_LEVELS.map((level) => `'${level}'`).join(' | ')],
]);

/** A type with the names of one-line types written out. */
export function typeText(type: string): string {
  return type.replaceAll(/\w+/g, (name) => ALIASES.get(name) ?? name).replaceAll(/Readonly<(.*)>/g, '$1');
}

export function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\`\n`;
}

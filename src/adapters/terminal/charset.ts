/** Replaces characters that a terminal cannot show; lengths stay. */
export type Charset = (text: string) => string;

const IN_ASCII: Readonly<Record<string, string>> = { '━': '=', '╌': '-', '×': 'x', '·': '|', '…': '~' };
/** Bars of sparklines, by height. */
const BARS_IN_ASCII = '_.,-=+*#';

const LOWEST_BAR = '▁'.charCodeAt(0);

/** The characters of the locale: all, unless it names another encoding than UTF-8. */
export function charsetOf(env: Readonly<Record<string, string | undefined>>): Charset {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  // Containers set no locale, though their terminal knows UTF-8.
  if (locale === '' || /utf-?8/i.test(locale)) return (text) => text;
  return (text) =>
    text
      .replaceAll(/[━╌×·…]/g, (character) => IN_ASCII[character])
      .replaceAll(/[▁-█]/g, (bar) => BARS_IN_ASCII[bar.charCodeAt(0) - LOWEST_BAR]);
}

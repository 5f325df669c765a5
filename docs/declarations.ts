import { readFileSync } from 'node:fs';

/** Property or method of a declared interface; nested ones have paths such as `run.id`. */
export interface DeclaredField {
  readonly path: string;
  readonly type: string;
  /** Doc comment. */
  readonly meaning: string;
  readonly isOptional: boolean;
}

/** Properties of an interface of `src`, in order. Throws RangeError for a file that declares none of the name. */
export function fieldsOfInterface(file: string, name: string): readonly DeclaredField[] {
  const match = new RegExp(`interface ${name}( extends (\\w+))? \\{\\n([\\s\\S]*?)\\n\\}\\n`).exec(sourceOf(file));
  if (match === null) throw new RangeError(`${file} declares no ${name}`);
  const [, , base, body] = match;
  // A base of another file is described elsewhere.
  const isOwn = base !== undefined && new RegExp(`interface ${base}\\b`).test(sourceOf(file));
  return [...(isOwn ? fieldsOfInterface(file, base) : []), ...fieldsIn(body)];
}

export function declaresInterface(file: string, name: string): boolean {
  return new RegExp(`interface ${name}\\b`).test(sourceOf(file));
}

/** Types that a file names in one line: `Side` is `'buy' | 'sell'`. */
export function aliasesIn(file: string): ReadonlyMap<string, string> {
  return new Map(
    Array.from(sourceOf(file).matchAll(/^export type (\w+) = ([^;{\n]+);$/gm), ([, name, type]) => [name, type]),
  );
}

function sourceOf(file: string): string {
  return readFileSync(new URL(`../src/${file}.ts`, import.meta.url), 'utf8');
}

/** Reads a body as the formatter writes it: a property a line, and the braces of a nested object on lines of their own. */
function fieldsIn(body: string): readonly DeclaredField[] {
  const fields: DeclaredField[] = [];
  const nesting: string[] = [];
  let meaning = '';
  for (const line of body.replaceAll(/\/\*\*([\s\S]*?)\*\//g, oneLine).split('\n')) {
    const comment = /^\s*\/\*\* (.*) \*\/$/.exec(line);
    const property = /^\s*(?:readonly )?(\w+(?:\([^)]*\))?)(\?)?: (.*)$/.exec(line);
    if (comment !== null) {
      meaning = comment[1];
    } else if (property !== null) {
      const [, name, optional, rest] = property;
      const opens = rest === '{';
      const type = opens ? 'object' : rest.replace(/;$/, '');
      fields.push({ path: [...nesting, name].join('.'), type, meaning, isOptional: optional !== undefined });
      meaning = '';
      if (opens) nesting.push(name);
    } else if (/^\s*\}/.test(line)) {
      nesting.pop();
    }
  }
  return fields;
}

function oneLine(_comment: string, text: string): string {
  return `/** ${text.replaceAll(/\s*\n\s*\*?\s*/g, ' ').trim()} */`;
}

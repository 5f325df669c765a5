import { isMap, isNode, isScalar, LineCounter, parseDocument, type YAMLParseError } from 'yaml';
import { JbtError } from '../../model/errors.ts';
import { type DocumentPath, pathText } from '../../run/batch/problems.ts';
import { type BatchContent, errorOfPlaces } from './content.ts';

/** Codes of faults that leave the tree of the document whole. */
const HARMLESS = new Set<string>(['DUPLICATE_KEY']);

/** Reads YAML, of which JSON is a subset, and locates paths by line and column. */
export function readYaml(text: string, file: string): BatchContent {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const placeOf = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const faults = firstOfEachLine(document.errors, lines).map(({ pos: [offset], message }) => {
    return { offset, text: `${placeOf(offset)}: ${message}` };
  });
  if (document.errors.some(({ code }) => !HARMLESS.has(code))) throw errorOfPlaces(faults);
  return {
    value: plainValue(() => document.toJS(), file),
    faults,
    locate: (path) => {
      const offset = offsetOf(document, path);
      return [offset === null ? file : placeOf(offset), pathText(path)].filter((part) => part !== '').join(': ');
    },
    offsetOf: (path) => offsetOf(document, path) ?? 0,
  };
}

/** The parser reports what follows from a fault as faults of the same line. */
function firstOfEachLine(errors: readonly YAMLParseError[], lines: LineCounter): readonly YAMLParseError[] {
  const lineOf = ({ pos }: YAMLParseError) => lines.linePos(pos[0]).line;
  return errors.filter((error, index) => errors.findIndex((other) => lineOf(other) === lineOf(error)) === index);
}

/** Resolves aliases, which fails for an unknown one and for an alias bomb. */
function plainValue(resolve: () => unknown, file: string): unknown {
  try {
    return resolve();
  } catch (error) {
    throw new JbtError('InvalidBatch', `${file}: ${error instanceof Error ? error.message : error}`);
  }
}

/** Offset of the key or item at a path, or of its nearest ancestor in the file. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: DocumentPath): number | null {
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    const pair = isMap(parent) ? parent.items.find((item) => isScalar(item.key) && item.key.value === key) : null;
    const node = pair ? pair.key : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return null;
}

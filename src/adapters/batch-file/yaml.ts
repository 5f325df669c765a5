import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { JbtError } from '../../model/errors.ts';
import { type DocumentPath, pathText } from '../../run/batch/problems.ts';
import type { BatchContent } from './content.ts';

/** Reads YAML, of which JSON is a subset, and locates paths by line. */
export function readYaml(text: string, file: string): BatchContent {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const [fault] = document.errors;
  if (fault) throw new JbtError('InvalidBatch', `${file}:${lines.linePos(fault.pos[0]).line}: ${fault.message}`);
  const lineOf = (path: DocumentPath) => {
    const offset = offsetOf(document, path);
    return offset === null ? '' : `:${lines.linePos(offset).line}`;
  };
  return {
    value: plainValue(() => document.toJS(), file),
    locate: (path) => [`${file}${lineOf(path)}`, pathText(path)].filter((part) => part !== '').join(': '),
  };
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

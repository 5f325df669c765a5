/** Estimated memory of a number, a reference or a key, text excluded. */
const WORD = 16;

/** Estimated memory of a cloneable value; shared parts count once. */
export function valueBytes(value: unknown): number {
  const seen = new Set<object>();
  const waiting: unknown[] = [value];
  let bytes = 0;
  while (waiting.length > 0) {
    const part = waiting.pop();
    bytes += WORD;
    if (typeof part === 'string') bytes += part.length * 2;
    if (typeof part !== 'object' || part === null || seen.has(part)) continue;
    seen.add(part);
    if (ArrayBuffer.isView(part) || part instanceof ArrayBuffer) bytes += part.byteLength;
    else if (Array.isArray(part) || part instanceof Set) for (const item of part) waiting.push(item);
    else if (part instanceof Map) for (const [key, item] of part) waiting.push(key, item);
    else for (const [key, item] of Object.entries(part)) waiting.push(key, item);
  }
  return bytes;
}

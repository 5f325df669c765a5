/** The part of the Web Crypto API that is used: browsers, Deno and Node have it. */
interface WebCrypto {
  readonly subtle: { digest(algorithm: string, content: Uint8Array): Promise<ArrayBuffer> };
}

/** SHA-256 of text or bytes, as lower-case hex. */
export async function sha256(content: string | Uint8Array): Promise<string> {
  const { crypto } = globalThis as unknown as { readonly crypto: WebCrypto };
  const bytes = typeof content === 'string' ? utf8(content) : content;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The pure floors know no TextEncoder. */
function utf8(text: string): Uint8Array {
  const escaped = encodeURIComponent(text);
  const bytes: number[] = [];
  for (let at = 0; at < escaped.length; at++) {
    if (escaped[at] !== '%') bytes.push(escaped.charCodeAt(at));
    else {
      bytes.push(Number.parseInt(escaped.slice(at + 1, at + 3), 16));
      at += 2;
    }
  }
  return Uint8Array.from(bytes);
}

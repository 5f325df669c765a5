import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Checks of a server before it answers. */
export interface Guard {
  /** Names and addresses, with the port, under which the server may be asked; null for any. */
  readonly hosts: ReadonlySet<string> | null;
  /** Null where everybody on this machine may look. */
  readonly token: string | null;
}

/** Says why a request is refused; null when it is not. A foreign Host is DNS rebinding, a foreign Origin another site. */
export function refusalOf(
  request: IncomingMessage,
  { hosts, token }: Guard,
): { readonly status: number; readonly text: string } | null {
  const { host = '', origin } = request.headers;
  if (hosts !== null && !hosts.has(host.toLowerCase()))
    return { status: 421, text: 'This server is not asked under that name.' };
  const site = origin?.replace(/^https?:\/\//, '').toLowerCase();
  if (site !== undefined && site !== host.toLowerCase() && hosts?.has(site) !== true)
    return { status: 403, text: 'Another site may not ask this server.' };
  return token === null || isSameSecret(tokenOf(request), token)
    ? null
    : { status: 401, text: 'The token is missing or wrong: open the address that jbt printed.' };
}

/** The token of a header, or of the protocols of a socket. */
function tokenOf({ headers }: IncomingMessage): string {
  const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  const offered = headers['sec-websocket-protocol']?.split(',').map((protocol) => protocol.trim());
  return bearer ?? offered?.find((protocol) => protocol.startsWith('token.'))?.slice('token.'.length) ?? '';
}

/** Compares digests, so that neither time nor length tell anything. */
export function isSameSecret(found: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(found), digest(wanted));
}

/** Headers of every answer. `styles` are hashes of the styles that the chart library adds to the page. */
export function headersOf(styles: readonly string[]): Readonly<Record<string, string>> {
  return {
    'content-security-policy': `${policyOf({ script: "'self'", style: ["'self'", ...styles].join(' '), connect: "'self'" })}; frame-ancestors 'none'`,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  };
}

/** A content security policy: nothing is loaded but what is named. Attributes of style are set by scripts, not by markup. */
export function policyOf({
  script,
  style,
  connect,
}: {
  readonly script: string;
  readonly style: string;
  readonly connect: string;
}): string {
  return `default-src 'none'; script-src ${script}; style-src ${style}; connect-src ${connect}; img-src data:; font-src 'none'; base-uri 'none'; form-action 'none'`;
}

/** The hash of an inline script or style as a policy names it. */
export function policyHash(content: string): string {
  return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
}

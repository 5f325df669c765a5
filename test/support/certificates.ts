import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Paths of an authority, and of what it vouches for: a server at 127.0.0.1 and a client. */
export interface Certificates {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** Makes certificates with openssl in a folder. */
export function makeCertificates(folder: string): Certificates {
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]): void => {
    const { status, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };
  const key = ['-newkey', 'rsa:2048', '-noenc'];
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=test authority');
  openssl(
    'req',
    ...key,
    '-keyout',
    'own.key',
    '-out',
    'own.csr',
    '-subj',
    '/CN=127.0.0.1',
    '-addext',
    'subjectAltName=IP:127.0.0.1',
  );
  openssl(
    ...['x509', '-req', '-in', 'own.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'],
    ...['-out', 'own.pem', '-days', '2', '-copy_extensions', 'copy'],
  );
  return { ca: at('ca.pem'), cert: at('own.pem'), key: at('own.key') };
}

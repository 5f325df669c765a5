import { spawnSync } from 'node:child_process';
import { buildSync } from 'esbuild';

/** Programs the tests start, and the Debian packages that bring them. */
const NEEDED: readonly { readonly program: string; readonly debianPackage: string }[] = [
  { program: 'redis-server', debianPackage: 'redis-server' },
  { program: 'ps', debianPackage: 'procps' },
  { program: 'zsh', debianPackage: 'zsh' },
  { program: 'fish', debianPackage: 'fish' },
  { program: 'tmux', debianPackage: 'tmux' },
  { program: 'chromium', debianPackage: 'chromium' },
  { program: 'xmllint', debianPackage: 'libxml2-utils' },
  { program: 'openssl', debianPackage: 'openssl' },
];

/** Installs the programs that are missing where that needs no password, and builds the scripts of `test/support/processes`. */
export default function setup(): void {
  installPrograms();
  buildSync({
    entryPoints: ['test/support/processes/*.ts'],
    outdir: 'dist/test/support/processes',
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
  });
}

function installPrograms(): void {
  const missing = NEEDED.filter(({ program }) => !isInstalled(program));
  if (missing.length === 0) return;
  const packages = missing.map(({ debianPackage }) => debianPackage);
  if (!aptGet('update') || !aptGet('install', '--yes', '--no-install-recommends', ...packages)) {
    const programs = missing.map(({ program }) => program).join(', ');
    throw new Error(
      `the tests need ${programs}: install it, on Debian with: sudo apt-get install ${packages.join(' ')}`,
    );
  }
}

function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version']).error === undefined;
}

function aptGet(...words: readonly string[]): boolean {
  const [program, ...rest] = process.getuid?.() === 0 ? ['apt-get'] : ['sudo', '--non-interactive', 'apt-get'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(program, [...rest, ...words], { stdio: ['ignore', 2, 2], env }).status === 0;
}

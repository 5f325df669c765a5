import { spawnSync } from 'node:child_process';

/** Programs the tests start, and the Debian packages that bring them. */
const NEEDED: readonly { readonly program: string; readonly debianPackage: string }[] = [
  { program: 'redis-server', debianPackage: 'redis-server' },
];

/** Sees that every program is there before the first test; installs what is missing where that needs no password. */
export default function setup(): void {
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

import { OWN_PACKAGE } from '../../adapters/system/package.ts';
import type { Io } from '../command.ts';
import { versionOfJbt } from '../process/version.ts';
import { type Answer, type Check, ok, warning } from './finding.ts';

/** Packages that jbt uses where they are installed. */
const OPTIONAL: Readonly<Record<string, string>> = {
  'apache-arrow': 'Feather and Arrow files',
  ccxt: 'jbt download --from ccxt:...',
};

export function softwareChecks(io: Io, redis: string | undefined): readonly Check[] {
  return [
    { name: 'jbt', look: () => ok(`${versionOfJbt()} in ${OWN_PACKAGE}`) },
    { name: 'esbuild', look: lookAtBundler },
    { name: 'TypeScript', look: () => lookAtCompiler(io.cwd) },
    ...Object.entries(OPTIONAL).map(([name, use]) => ({ name, look: () => lookAtOptional(name, use) })),
    { name: 'Redis', look: () => lookAtRedis(io.env, redis) },
  ];
}

async function lookAtBundler(): Promise<Answer> {
  const { probeBundler } = await import('../../adapters/strategies/tools.ts');
  return ok(await probeBundler());
}

async function lookAtCompiler(folder: string): Promise<Answer> {
  const { compilerVersion } = await import('../../adapters/strategies/tools.ts');
  const version = compilerVersion(folder);
  if (version !== null) return ok(version);
  return warning('not found: the types of strategies are not checked', 'npm install --save-dev typescript');
}

async function lookAtOptional(name: string, use: string): Promise<Answer> {
  const { installedVersion } = await import('../../adapters/strategies/tools.ts');
  const version = installedVersion(name, OWN_PACKAGE);
  return version === null ? ok(`not installed; only ${use} need it`, `npm install ${name}`) : ok(version);
}

async function lookAtRedis(env: Io['env'], flag: string | undefined): Promise<Answer> {
  const { redisSettings } = await import('../../adapters/redis/settings.ts');
  const settings = redisSettings(env, flag);
  if (settings === null) return ok('not configured; REDIS_HOST or --redis mirrors runs to one');
  const { probeRedis } = await import('../../adapters/redis/probe.ts');
  const probe = await probeRedis(settings);
  const address = `${settings.host}:${settings.port}`;
  switch (probe.kind) {
    case 'reached': {
      const policy = probe.policy === null ? '' : `, maxmemory-policy ${probe.policy}`;
      return ok(`${probe.version} at ${address}${policy}`);
    }
    case 'unreachable':
      return warning(
        `${address} does not answer (${probe.reason})`,
        'start it, or correct REDIS_HOST; runs go on without it',
      );
  }
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { bundleStrategies, type LoadedStrategies } from '../../../../src/adapters/strategies/strategies.ts';
import { sha256 } from '../../../../src/adapters/system/digest.ts';

/** A project in a folder of its own. */
export interface Project {
  readonly folder: string;
  remove(): void;
  write(path: string, content: string): void;
  load(names: readonly string[], timeoutMs?: number): Promise<LoadedStrategies>;
}

/** A project that is gone after the test. */
export function createProject(files: Readonly<Record<string, string>>): Project {
  const project = createLastingProject(files);
  onTestFinished(() => project.remove());
  return project;
}

/** A project that stays until it is removed. */
export function createLastingProject(files: Readonly<Record<string, string>>): Project {
  const folder = mkdtempSync(join(tmpdir(), 'jbt-strategies-'));
  const project: Project = {
    folder,
    remove: () => rmSync(folder, { recursive: true, force: true }),
    write(path, content) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    },
    load: (names, timeoutMs = 30_000) =>
      bundleStrategies({
        sets: names.map((name) => [name]),
        baseDir: folder,
        bundlesDir: join(folder, '.jbt/bundles'),
        digest: sha256,
        timeoutMs,
      }),
  };
  for (const [path, content] of Object.entries(files)) project.write(path, content);
  return project;
}

/** A strategy that does nothing but what the given members make it do. */
export function strategySource(members: string, className = 'Sample'): string {
  return `import { float, int, Strategy, ta } from 'jbt-runner';

export default class ${className} extends Strategy {
  shouldLong(): boolean { return false; }
  goLong(): void {}
${members}
}
`;
}

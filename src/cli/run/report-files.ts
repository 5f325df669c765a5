import { appendFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { RenderReport } from '../../adapters/reporters/report-file.ts';
import type { RunFolder } from '../../adapters/runs/folder.ts';
import { makeFolder } from '../../adapters/system/make-folder.ts';
import { writeWhole } from '../../adapters/system/write-whole.ts';
import { JbtError } from '../../model/errors.ts';
import type { Reporter } from '../../run/ports.ts';
import type { Io } from '../command.ts';
import type { AskedReporter } from './options.ts';

interface FileParts {
  /** Folder of the run. */
  readonly folder: string;
  readonly io: Io;
}

/** The path that was asked for, or a name in the folder of the run. */
function placeOf(path: string | null, name: string, { folder, io }: FileParts): string {
  const place = path === null ? join(folder, name) : resolve(io.cwd, path);
  try {
    makeFolder(dirname(place));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new JbtError(
      'OutputUnavailable',
      `--reporter: ${place} cannot be written (${reason}): name a file in a folder that can`,
    );
  }
  return place;
}

async function reportFile(place: string, render: RenderReport): Promise<Reporter> {
  const { createReportFile } = await import('../../adapters/reporters/report-file.ts');
  return createReportFile((content) => writeWhole(place, content), render);
}

/** Writes `report.html` into the folder of the run, and where it was asked for. */
export function writeReportPage(page: string, folder: RunFolder, asked: readonly AskedReporter[], io: Io): void {
  folder.write('report.html', page);
  const path = asked.find(({ name }) => name === 'html')?.path ?? null;
  if (path !== null) writeWhole(placeOf(path, 'report.html', { folder: folder.path, io }), page);
}

/** A copy of `report.json`; without a path the answer on standard output is one. */
export async function openJson(path: string | null, parts: FileParts): Promise<Reporter> {
  return reportFile(placeOf(path, 'report.json', parts), (report) => `${JSON.stringify(report, null, 2)}\n`);
}

export async function openJUnit(path: string | null, parts: FileParts): Promise<Reporter> {
  const { renderJUnit } = await import('../../adapters/reporters/junit.ts');
  return reportFile(placeOf(path, 'junit.xml', parts), renderJUnit);
}

export async function openMarkdown(path: string | null, parts: FileParts): Promise<Reporter> {
  const { renderMarkdown } = await import('../../adapters/reporters/markdown.ts');
  return reportFile(placeOf(path, 'report.md', parts), renderMarkdown);
}

/** Annotations on standard error, and the summary of the step where GitHub names its file. */
export async function openGitHub(path: string | null, parts: FileParts): Promise<Reporter> {
  const { stderr, cwd, env } = parts.io;
  const { createGitHubReporter } = await import('../../adapters/reporters/github.ts');
  const write = (line: string) => stderr.write(`${line}\n`);
  const annotations = createGitHubReporter({ write, root: env.GITHUB_WORKSPACE ?? cwd });
  const file = path ?? env.GITHUB_STEP_SUMMARY;
  if (file === undefined) return annotations;
  const place = placeOf(file, '', parts);
  const { createReportFile } = await import('../../adapters/reporters/report-file.ts');
  const { renderMarkdown } = await import('../../adapters/reporters/markdown.ts');
  // Other commands of the step may have begun the summary.
  const summary = createReportFile((content) => appendFileSync(place, [...content].join('')), renderMarkdown);
  return {
    on(event) {
      annotations.on(event);
      summary.on(event);
    },
    close: () => summary.close(),
  };
}

export async function openEventLines(path: string | null, parts: FileParts): Promise<Reporter> {
  const { createEventLinesReporter } = await import('../../adapters/reporters/event-lines.ts');
  return createEventLinesReporter(placeOf(path, 'events.ndjson', parts));
}

export async function openResultRows(path: string | null, parts: FileParts): Promise<Reporter> {
  const { createResultRowsReporter } = await import('../../adapters/reporters/result-rows.ts');
  return createResultRowsReporter(placeOf(path, 'results.csv', parts));
}

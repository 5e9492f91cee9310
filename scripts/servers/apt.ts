import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../messages/user-error.ts';
import { explainAptFailure, hasFetchProblem, parseDownloadPercent, pickProblems } from './apt-failure.ts';
import { renderAptConfiguration, renderSourcesList } from './apt-files.ts';
import type { Architecture } from './architecture.ts';
import { findKeyring } from './find-package-source.ts';
import { parseArchiveName, parseInstalled } from './package-names.ts';
import type { PackageSource } from './package-source.ts';
import { runTool, type ToolOptions, type ToolResult } from './run-tool.ts';

const updateTimeoutMs = 5 * 60_000;
const downloadTimeoutMs = 20 * 60_000;
const progressIntervalMs = 2000;

export interface AptOptions {
  onProgress: (text: string) => void;
  signal?: AbortSignal | undefined;
}

/** An apt that has its own lists, cache and sources in one folder, and knows nothing as installed. */
export interface PrivateApt {
  folder: string;
  archives: string;
  source: PackageSource;
}

/** Lays out the private apt's folder; nothing is fetched yet. */
export async function createPrivateApt(
  folder: string,
  options: { source: PackageSource; architecture: Architecture },
): Promise<PrivateApt> {
  const archives = join(folder, 'cache/archives');
  const folders = [join(folder, 'state/lists/partial'), join(archives, 'partial'), join(folder, 'log')];
  await Promise.all(folders.map((path) => mkdir(path, { recursive: true })));
  const keyring = await findKeyring(options.source.distribution);
  const sourcesList = renderSourcesList(options.source.repositories, { keyring, architecture: options.architecture });
  await writeFile(join(folder, 'sources.list'), sourcesList);
  await writeFile(join(folder, 'apt.conf'), renderAptConfiguration(folder, options.architecture));
  await writeFile(join(folder, 'state/status'), '');
  return { folder, archives, source: options.source };
}

/** Fetches the lists of packages and answers with the names that begin with one of the stems. */
export async function updateLists(apt: PrivateApt, options: AptOptions & { stems: string[] }): Promise<string[]> {
  const { distribution } = apt.source;
  const text = `Reading ${distribution}'s list of packages`;
  options.onProgress(text);
  const updated = await runApt(apt, ['apt-get', 'update'], {
    ...reportPercent(text, options),
    timeoutMs: updateTimeoutMs,
  });
  if (!updated.succeeded || hasFetchProblem(updated.output)) {
    throw explain(updated, `The list of packages could not be fetched from ${listUris(apt.source)}`);
  }
  const names = await Promise.all(
    options.stems.map((stem) =>
      runApt(apt, ['apt-cache', 'pkgnames', stem], { signal: options.signal, timeoutMs: 60_000 }),
    ),
  );
  return names.flatMap(({ output }) => output.split('\n'));
}

/** Downloads packages with all they depend on, each checked against the signed list, and answers with the archives' paths. */
export async function downloadArchives(
  apt: PrivateApt,
  options: AptOptions & { packages: string[] },
): Promise<string[]> {
  const text = `Downloading ${options.packages.join(', ')}`;
  options.onProgress(text);
  const downloaded = await runApt(apt, ['apt-get', 'install', '--yes', '--download-only', ...options.packages], {
    ...reportPercent(text, options),
    timeoutMs: downloadTimeoutMs,
  });
  if (!downloaded.succeeded) {
    throw explain(downloaded, `${options.packages.join(', ')} could not be downloaded from ${listUris(apt.source)}`);
  }
  const wanted = await listDependencies(apt, options);
  const files = await readdir(apt.archives);
  return files.filter((file) => wanted.has(parseArchiveName(file)?.name ?? '')).map((file) => join(apt.archives, file));
}

// The folder may hold what another set of packages needed.
async function listDependencies(apt: PrivateApt, { packages, signal }: AptOptions & { packages: string[] }) {
  const simulated = await runApt(apt, ['apt-get', 'install', '--simulate', ...packages], { signal });
  return parseInstalled(simulated.output);
}

function runApt(apt: PrivateApt, [tool, ...args]: [string, ...string[]], options: ToolOptions): Promise<ToolResult> {
  const status = tool === 'apt-get' ? ['-q', '-o', 'APT::Status-Fd=1'] : [];
  return runTool([tool, '-c', join(apt.folder, 'apt.conf'), ...status, ...args], options);
}

function reportPercent(text: string, { onProgress, signal }: AptOptions): ToolOptions {
  let reportedAtMs = performance.now();
  const onLine = (line: string) => {
    const percent = parseDownloadPercent(line);
    if (!percent || performance.now() - reportedAtMs < progressIntervalMs) return;
    reportedAtMs = performance.now();
    onProgress(`${text}: ${percent} %`);
  };
  return { onLine, signal };
}

function explain(result: ToolResult, what: string): UserError {
  const { why, next } = result.timedOut
    ? { why: 'it took too long', next: undefined }
    : explainAptFailure(result.output);
  const printed = pickProblems(result.output).map((line) => `  ${line.trim()}`);
  return new UserError([`${what}: ${why}.`, `${result.command} printed:`, ...printed].join('\n'), next ? { next } : {});
}

function listUris(source: PackageSource): string {
  return [...new Set(source.repositories.map(({ uri, suite }) => `${uri} (${suite})`))].join(', ');
}

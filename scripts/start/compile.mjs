// Compiles programs of the project, each once: node scripts/start/compile.mjs scripts/cli/main.ts …
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';
import { completeForBrowsers, optionsFor, pageOf } from './bundles.mjs';
import { findCompiled, folderOf, isForBrowsers, projectDir, recordOf, stamp } from './program.mjs';

const compilerFiles = ['scripts/start/compile.mjs', 'scripts/start/bundles.mjs', 'package.json'];
const weekMs = 7 * 86_400_000;

for (const program of process.argv.slice(2)) if (!findCompiled(program)) await compile(program);

async function compile(program) {
  const startedMs = Date.now();
  const built = await build(optionsFor(program));
  const files = isForBrowsers(program) ? completeForBrowsers(program, built) : built.outputFiles;
  const folder = folderOf(program);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  for (const { path, contents } of files) writeWhole(path, contents);
  const [script] = Object.entries(built.metafile.outputs).find(([, { entryPoint }]) => entryPoint === program);
  const stamps = stampAll(program, built.metafile, startedMs);
  writeWhole(recordOf(program), JSON.stringify({ project: projectDir, script: basename(script), stamps }));
  removeOld(
    folder,
    files.map(({ path }) => basename(path)),
  );
}

// What was changed while it was read counts as changed afterwards: the next start compiles it again.
function stampAll(program, { inputs }, startedMs) {
  const page = isForBrowsers(program) ? [pageOf(program)] : [];
  const files = [...Object.keys(inputs), ...page, ...compilerFiles];
  // The project's own folder has no source of a program beside the others: what comes and goes there is data, such as results/.
  const folders = files
    .filter((path) => !path.includes('node_modules'))
    .map((path) => dirname(path))
    .filter((folder) => folder !== '.');
  const changedMs = (path) => statSync(join(projectDir, path), { throwIfNoEntry: false })?.ctimeMs ?? 0;
  const read = (path) => (changedMs(path) < startedMs ? stamp(join(projectDir, path)) : '');
  return Object.fromEntries([...files, ...new Set(folders)].map((path) => [path, read(path)]));
}

// Two that compile at once write the same; neither sees half of a file.
function writeWhole(path, contents) {
  writeFileSync(`${path}.${process.pid}`, contents, { mode: 0o644 });
  renameSync(`${path}.${process.pid}`, path);
}

// Of what another compiler writes at this moment a name may be listed that is renamed before it is looked at.
function removeOld(folder, current) {
  const names = readdirSync(folder).filter((name) => name !== 'record.json' && !current.includes(name));
  const ageMs = (name) => Date.now() - (statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  for (const name of names.filter((name) => ageMs(name) > weekMs)) rmSync(join(folder, name), { force: true });
}

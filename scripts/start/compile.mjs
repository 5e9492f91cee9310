// Compiles programs of the project, each once: node scripts/start/compile.mjs scripts/cli/main.ts …
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { findCompiled, folderOf, projectDir, recordOf, stamp } from './program.mjs';

// Part of the compiled file: hundreds of small files take longer to load than to run.
const bundled = ['citty', 'execa', 'listr2', 'mysql2', 'zod'];
const weekMs = 7 * 86_400_000;
const isForBrowsers = (program) => program.endsWith('.tsx');

// One file with everything in it, as small as it gets.
const forBrowsers = {
  splitting: false,
  external: [],
  platform: 'browser',
  target: 'es2022',
  minify: true,
  sourcemap: false,
  banner: {},
};

for (const program of process.argv.slice(2)) if (!findCompiled(program)) await compile(program);

async function compile(program) {
  const startedMs = Date.now();
  const { outputFiles, metafile } = await build(optionsFor(program));
  const folder = folderOf(program);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  for (const { path, contents } of outputFiles) writeWhole(path, contents);
  const [script] = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === program);
  const record = { project: projectDir, script: basename(script), stamps: stampAll(metafile, startedMs) };
  writeWhole(recordOf(program), JSON.stringify(record));
  removeOld(
    folder,
    outputFiles.map(({ path }) => basename(path)),
  );
}

function optionsFor(program) {
  return {
    absWorkingDir: projectDir,
    entryPoints: [program],
    outdir: folderOf(program),
    // A name changes with the contents, so a program that runs goes on finding its own parts.
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    external: listExternal(program),
    platform: 'node',
    target: 'node20',
    format: 'esm',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    tsconfigRaw: {},
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
    write: false,
    banner: { js: "import{createRequire as requireFrom}from'node:module';const require=requireFrom(import.meta.url);" },
    plugins: [{ name: 'own places', setup: keepPlaces }],
    ...(isForBrowsers(program) && forBrowsers),
  };
}

// Commands start often. What runs for long loads its packages as they are.
function listExternal(program) {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
    readFileSync(join(projectDir, 'package.json'), 'utf8'),
  );
  const all = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
  return program.startsWith('scripts/') ? all.filter((name) => !bundled.includes(name)) : all;
}

// A source that asks where it lies is told of itself, not of the compiled file.
function keepPlaces({ onLoad }) {
  onLoad({ filter: /\.ts$|program\.mjs$/ }, ({ path }) => ({
    loader: path.endsWith('.ts') ? 'ts' : 'js',
    contents: readFileSync(path, 'utf8')
      .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
      .replaceAll('import.meta.filename', JSON.stringify(path))
      .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
  }));
}

// What was changed while it was read counts as changed afterwards: the next start compiles it again.
function stampAll({ inputs }, startedMs) {
  const files = [...Object.keys(inputs), 'scripts/start/compile.mjs', 'package.json'];
  // The project's own folder has no source of a program beside the others: what comes and goes there is data, such as results/.
  const folders = files
    .filter((path) => !path.includes('node_modules'))
    .map((path) => dirname(path))
    .filter((folder) => folder !== '.');
  const read = (path) => (statSync(join(projectDir, path)).ctimeMs < startedMs ? stamp(join(projectDir, path)) : '');
  return Object.fromEntries([...files, ...new Set(folders)].map((path) => [path, read(path)]));
}

// Two that compile at once write the same; neither sees half of a file.
function writeWhole(path, contents) {
  writeFileSync(`${path}.${process.pid}`, contents, { mode: 0o644 });
  renameSync(`${path}.${process.pid}`, path);
}

function removeOld(folder, current) {
  const names = readdirSync(folder).filter((name) => name !== 'record.json' && !current.includes(name));
  const isOld = (name) => Date.now() - statSync(join(folder, name)).mtimeMs > weekMs;
  for (const name of names.filter(isOld)) rmSync(join(folder, name));
}

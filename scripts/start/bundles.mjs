// How the compiler makes a program for Node, and one for browsers.
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { folderOf, isForBrowsers, projectDir } from './program.mjs';

// Part of the compiled file: hundreds of small files take longer to load than to run.
const bundled = ['citty', 'execa', 'listr2', 'mysql2', 'zod'];

/** Where a browser asks for the files of the front end. */
const assetsPath = '/assets';

/** What esbuild is told about a program. */
export function optionsFor(program) {
  return {
    absWorkingDir: projectDir,
    entryPoints: [program],
    outdir: folderOf(program),
    // A name changes with the contents, so a program that runs goes on finding its own parts.
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    metafile: true,
    write: false,
    ...(isForBrowsers(program) ? forBrowsers : forNode(program)),
  };
}

const forBrowsers = {
  // RealWorld's tests know the default picture by its name.
  assetNames: '[name]',
  loader: { '.svg': 'file' },
  publicPath: assetsPath,
  platform: 'browser',
  target: 'es2022',
  minifyIdentifiers: true,
  tsconfigRaw: { compilerOptions: { jsx: 'react-jsx', jsxImportSource: 'preact' } },
};

const forNode = (program) => ({
  outExtension: { '.js': '.mjs' },
  external: listExternal(program),
  platform: 'node',
  target: 'node20',
  tsconfigRaw: {},
  sourcemap: 'linked',
  sourcesContent: false,
  banner: { js: "import{createRequire as requireFrom}from'node:module';const require=requireFrom(import.meta.url);" },
  plugins: [{ name: 'own places', setup: keepPlaces }],
});

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

/** The page that loads a program, where it has one beside it, and each of its files compressed. */
export function completeForBrowsers(program, { outputFiles, metafile }) {
  if (!existsSync(join(projectDir, pageOf(program)))) return outputFiles;
  const page = join(folderOf(program), 'index.html');
  const files = [...outputFiles, { path: page, contents: Buffer.from(renderPage(program, metafile)) }];
  return [
    ...files,
    ...files.map(({ path, contents }) => ({ path: `${path}.gz`, contents: gzipSync(contents, { level: 9 }) })),
  ];
}

/** The page's own file names its parts as the sources are called. */
export const pageOf = (program) => join(dirname(program), 'index.html');

function renderPage(program, { outputs }) {
  const [script, { cssBundle, imports }] = Object.entries(outputs).find(([, output]) => output.entryPoint === program);
  const preloads = imports.filter(({ kind }) => kind === 'import-statement').map(({ path }) => basename(path));
  return readFileSync(join(projectDir, pageOf(program)), 'utf8')
    .replace(basename(program), `${assetsPath}/${basename(script)}`)
    .replace('main.css', `${assetsPath}/${basename(cssBundle)}`)
    .replace(
      '</head>',
      `${preloads.map((name) => `<link rel="modulepreload" href="${assetsPath}/${name}">\n`).join('')}</head>`,
    );
}

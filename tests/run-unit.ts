import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { projectDir } from '../scripts/settings/config.ts';
import { compiledTests, compileTests } from './compile.ts';
import { readTree } from './tree/graph.ts';
import { listChangedTests, listUnitTests } from './tree/unit-tests.ts';

// The unit tests, or with --changed those of what changed in git. Ava starts a process for each file, which takes
// longer than its tests: here one process runs all tests of a folder of tests/unit, one after another.

const entriesDir = 'results/unit-entries';
const compiledDir = 'results/unit-tests';

const folderOf = (file: string) => file.split('/')[2] ?? '';

/** One compiled file for each folder of tests/unit, which imports the folder's tests. */
async function compileEntries(tests: string[]) {
  const folders = [...new Set(tests.map(folderOf))];
  rmSync(join(projectDir, entriesDir), { recursive: true, force: true });
  mkdirSync(join(projectDir, entriesDir), { recursive: true });
  const entries = folders.map((folder) => {
    const entry = join(entriesDir, `${folder}.test.ts`);
    const imports = tests.filter((file) => folderOf(file) === folder).map((file) => `import '../../${file}';\n`);
    writeFileSync(join(projectDir, entry), imports.join(''));
    return entry;
  });
  await compileTests(entries, { from: entriesDir, to: compiledDir });
  return folders.map((folder) => join(compiledDir, `${folder}.test.mjs`));
}

/** A test that counts milliseconds shares its process with no other at the same time, so each lane is serial. */
async function runLane(entries: string[]) {
  const { failed, all } = await execa('ava', ['--serial', ...entries], {
    cwd: projectDir,
    env: compiledTests,
    preferLocal: true,
    reject: false,
    all: true,
  });
  console.log(all);
  return !failed;
}

const tree = readTree(projectDir);
const tests = process.argv.includes('--changed') ? await listChangedTests(projectDir, tree) : listUnitTests(tree);
const entries = await compileEntries(tests);
const laneCount = Math.min(entries.length, Math.max(2, Math.min(availableParallelism(), 4)));
const lanes = Array.from({ length: laneCount }, (_, lane) => entries.filter((_, index) => index % laneCount === lane));
const passed = await Promise.all(lanes.map(runLane));
process.exitCode = passed.every(Boolean) ? 0 : 1;

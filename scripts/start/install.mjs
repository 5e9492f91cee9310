// Runs before everything else, where nothing may be installed yet: plain JavaScript, no dependency.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `This lab needs Node 20.19 or later; this is ${process.version}.\n  Next: install a current Node, then repeat.`,
  );
  process.exit(1);
}

const project = resolve(import.meta.dirname, '../..');

// npm writes node_modules/.package-lock.json last, so an interrupted installation has none.
const installed = join(project, 'node_modules/.package-lock.json');
const read = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;

function isCurrent() {
  if (!existsSync(installed)) return false;
  const have = read(installed);
  return Object.entries(read(join(project, 'package-lock.json'))).every(
    ([path, wanted]) => path === '' || wanted.optional || have[path]?.version === wanted.version,
  );
}

if (!isCurrent()) {
  // On standard error: what a command prints for programs stays what the command prints.
  console.error('Installing the dependencies (npm ci) …');
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: project,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) {
    console.error('npm ci failed; its own message is above.\n  Next: mend that, then repeat.');
    process.exit(status ?? 1);
  }
}

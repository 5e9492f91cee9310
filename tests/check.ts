import { execa } from 'execa';
import { projectDir } from '../scripts/settings/config.ts';

// `npm run check`, the fast loop: lint, types and the unit tests of what changed. It prints only what failed.

const parts: Record<string, [string, ...string[]]> = {
  Lint: ['biome', 'check'],
  Types: ['tsc'],
  'Types of the front end': ['tsc', '-p', 'frontend'],
  'Unit tests of what changed': ['node', 'scripts/start/run.mjs', 'tests/run-unit.ts', '--changed'],
};

async function check(title: string, [program, ...args]: [string, ...string[]]) {
  const startedMs = performance.now();
  const { failed, all } = await execa(program, args, { cwd: projectDir, preferLocal: true, reject: false, all: true });
  if (failed) console.log(all);
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  console.log(`${failed ? '✘' : '✔'} ${title}: ${all.match(/\d+ tests? passed/g)?.join(', ') ?? ''} ${seconds} s`);
  return !failed;
}

const passed = await Promise.all(Object.entries(parts).map(([title, command]) => check(title, command)));
process.exitCode = passed.every(Boolean) ? 0 : 1;

// Runs a program of the project, compiled, without a loader for TypeScript: node scripts/run.mjs tests/run.ts …
import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findCompiled, projectDir } from './compiled.mjs';

/** Runs a program with the words that follow it; it is compiled first where a source has changed. */
export async function run(program, words) {
  const compiled = findCompiled(program) ?? compile(program);
  process.argv = [process.argv[0], join(projectDir, program), ...words];
  await import(pathToFileURL(compiled).href);
}

// In a process of its own: the compiler's memory would stay with a program that runs for days.
function compile(program) {
  const compiler = join(import.meta.dirname, 'compile.mjs');
  const { status } = spawnSync(process.execPath, [compiler, program], { stdio: ['ignore', 2, 2] });
  const compiled = status === 0 ? findCompiled(program) : undefined;
  if (compiled) return compiled;
  console.error(`${program} could not be compiled.\n  Next: mend what is said above, then repeat.`);
  process.exit(1);
}

if (realpathSync(process.argv[1]) === import.meta.filename) await run(process.argv[2], process.argv.slice(3));

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { projectDir } from '../scripts/settings/config.ts';
import { optionsFor } from '../scripts/start/bundles.mjs';

/** Tells ava.config.js that what it runs is compiled. */
export const compiledTests = { TESTS_ARE_COMPILED: '1' };

/**
 * Compiles all tests at once, each to a file of the same path below `to`: a process that compiles what it
 * imports takes longer for it than for its tests.
 */
export async function compileTests(files: string[], { from, to }: Record<'from' | 'to', string>) {
  await rm(join(projectDir, to), { recursive: true, force: true });
  await build({
    ...optionsFor('tests/run.ts'),
    entryPoints: files,
    entryNames: '[dir]/[name]',
    outbase: join(projectDir, from),
    outdir: join(projectDir, to),
    write: true,
  });
}

import type { BuildOptions } from 'esbuild';

/** What esbuild is told about a program. */
export function optionsFor(program: string): BuildOptions;

import { spawnSync } from 'node:child_process';

/** Whether this machine has a program that answers these words. */
export const hasProgram = (program: string, ...words: string[]): boolean => spawnSync(program, words).status === 0;

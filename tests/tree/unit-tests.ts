import { execa } from 'execa';
import { code, type ImportGraph, listAffected } from './graph.ts';

const isUnitTest = (file: string) => /^tests\/unit\/.*\.test\.ts$/.test(file);

export const listUnitTests = (tree: ImportGraph) => [...tree.keys()].filter(isUnitTest);

/** The unit tests of what differs from the main branch, committed or not. */
export async function listChangedTests(projectDir: string, tree: ImportGraph) {
  return selectTests(tree, await listChanges(projectDir));
}

/** Those that lead to a changed file, and those that look at the whole tree. All, where data or settings changed. */
export function selectTests(tree: ImportGraph, changed: string[]) {
  if (changed.some((file) => !code.test(file) && !file.endsWith('.md'))) return listUnitTests(tree);
  const affected = listAffected(tree, changed);
  return listUnitTests(tree).filter((file) => affected.has(file) || file.startsWith('tests/unit/tree/'));
}

async function listChanges(cwd: string) {
  const git = async (...args: string[]) => (await execa('git', args, { cwd, lines: true })).stdout;
  const [base = 'HEAD'] = await git('merge-base', 'HEAD', 'main').catch(() => ['HEAD']);
  const tracked = await git('diff', '--name-only', base);
  return [...tracked, ...(await git('ls-files', '--others', '--exclude-standard'))];
}

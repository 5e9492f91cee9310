import { execa } from 'execa';
import { projectDir } from '../../../scripts/settings/config.ts';

/** Runs a lab command as a person would, and tells its exit code and what it printed. */
export async function runLab(args: string[], env: Record<string, string> = {}) {
  const { exitCode, stdout, stderr } = await execa(process.execPath, ['lab', ...args], {
    cwd: projectDir,
    env,
    reject: false,
    timeout: 180_000,
  });
  return { exitCode, stdout, stderr };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Goal } from '../../explain/tour/tour.ts';
import { projectDir } from '../../settings/config.ts';

/** Carries out what the tour offers, as the command line does. */
export function createDoer() {
  let load: ChildProcess | undefined;
  const setLoad = (ratePerSecond: number) => {
    if (ratePerSecond > 0) load ??= runLab(['load', '--rate', String(ratePerSecond)]);
    else if (load) load.stdin?.write('stop\n');
    else console.log('  End the load where you have begun it.');
  };
  return {
    carryOut(goal: Goal | undefined) {
      if (goal?.ratePerSecond !== undefined) return setLoad(goal.ratePerSecond);
      for (const words of goal?.commands ?? []) runLab(words);
    },
    end() {
      load?.kill('SIGTERM');
    },
  };
}

function runLab(words: string[]) {
  const child = spawn(process.execPath, [join(projectDir, 'lab'), ...words], { stdio: ['pipe', 'ignore', 'pipe'] });
  let problem = '';
  child.stderr.on('data', (part: Buffer) => {
    problem += part;
  });
  // It may end while a word is on its way to it.
  child.stdin.on('error', () => undefined);
  child.on('close', (code) => {
    if (code) console.log(`  ./lab ${words.join(' ')} failed:\n${problem}`);
  });
  return child;
}

import { Listr } from 'listr2';
import type { Progress } from './progress.ts';

export interface Step {
  title: string;
  skip?: boolean;
  /** Does the step's work and says, through the progress, what it is at. */
  run(progress: Progress): Promise<unknown>;
}

/** Runs steps one after another and shows them: live on a terminal, as plain lines elsewhere. */
export async function runSteps(steps: Step[]) {
  const wanted = steps.filter(({ skip }) => !skip);
  if (process.stdout.isTTY) return await runLive(wanted);
  for (const { title, run } of wanted) {
    console.log(title);
    await run(withoutRepeats((text) => console.log(`  ${text}`)));
  }
}

async function runLive(steps: Step[]) {
  const tasks = steps.map(({ title, run }) => ({
    title,
    task: async (_: unknown, task: { output: string }) => {
      const show = (text: string) => {
        task.output = text;
      };
      await run(withoutRepeats(show));
    },
  }));
  // The error itself is printed once, where the command ends.
  await new Listr(tasks, { rendererOptions: { showErrorMessage: false, collapseErrors: false } }).run();
}

function withoutRepeats(show: Progress): Progress {
  let last = '';
  return (text) => {
    if (text !== last) show(text);
    last = text;
  };
}

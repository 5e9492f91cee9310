import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Lab } from '../scripts/lab/open-lab.ts';
import { projectDir } from '../scripts/settings/config.ts';
import type { Operation, Run } from './history.ts';
import type { Judgement } from './judge/judgement.ts';
import { renderPicture } from './report/picture/picture-file.ts';
import { renderReport } from './report/report.ts';

const logLines = 20_000;

/** The folder of one run, and what is written into it. */
export interface Evidence {
  dir: string;
  /** Appends one operation to the history. */
  append(operation: Operation): void;
  /** Everything else, once the run has ended. */
  complete(lab: Lab, run: Run, judgement: Judgement): Promise<void>;
  end(): Promise<void>;
}

/** Makes the folder of a run; its history is written while it runs. */
export async function openEvidence(lab: Lab, { scenario, variant }: Pick<Run, 'scenario' | 'variant'>) {
  const dir = join(resultsDir(lab), scenario, `${renderTime(new Date())}-${variant}`);
  await mkdir(join(dir, 'logs'), { recursive: true });
  const history = createWriteStream(join(dir, 'history.jsonl'));
  const end = () => new Promise<void>((resolve) => history.end(resolve));
  const evidence: Evidence = {
    dir,
    append(operation) {
      // An interrupted run has requests under way when it ends.
      if (history.writable) history.write(`${JSON.stringify(operation)}\n`);
    },
    end,
    async complete(lab, run, judgement) {
      const { operations: _, ...rest } = run;
      await writeFile(join(dir, 'run.json'), `${JSON.stringify(rest)}\n`);
      await writeFile(join(dir, 'verdict.json'), `${JSON.stringify(judgement, null, 2)}\n`);
      await writeFile(join(dir, 'report.html'), renderReport(run, judgement));
      await writeFile(join(dir, 'picture.svg'), renderPicture(run, judgement));
      await Promise.all(lab.target.hosts.map(({ name }) => keepLog(lab, name, dir)));
      await keepLog(lab, 'caretaker', dir);
    },
  };
  return evidence;
}

/** Where runs are kept: in the project, and beside the lab's state where the project is not this account's. */
export function resultsDir({ target, config }: Lab) {
  return join(target.name === 'local' ? projectDir : config.stateDir, 'results');
}

/** A folder of results as a person finds it: where a caller takes it home, as it is called there. */
export function showPlace({ config }: Lab, dir: string) {
  return config.caller ? relative(config.stateDir, dir) : dir;
}

/** A time as part of a file's name. */
export function renderTime(time: Date) {
  return time.toISOString().replaceAll(/[:.]/g, '');
}

async function keepLog({ target }: Lab, name: string, dir: string) {
  const lines: string[] = [];
  for await (const line of target.logs({ name }, { lines: logLines, follow: false })) lines.push(line);
  await writeFile(join(dir, 'logs', `${name}.log`), `${lines.join('\n')}\n`);
}

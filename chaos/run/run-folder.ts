import { createWriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { readRecordedLab } from '../../page/server/recorded-lab.ts';
import { describeLab, type Lab } from '../../scripts/lab/open-lab.ts';
import { UserError } from '../../scripts/messages/user-error.ts';
import { openRecord, type RecordWriter } from '../../scripts/record/writer.ts';
import { projectDir } from '../../scripts/settings/config.ts';
import type { ClientRequest, Run } from '../history.ts';
import type { Verdict } from '../judge/judge.ts';
import { renderPicture } from '../report/picture/picture-file.ts';
import { renderReport } from '../report/report.ts';

const logLines = 20_000;

/** The folder of one run, and what is written into it. */
export interface RunFolder {
  dir: string;
  /** Writes the run's record, which has the same form as the lab's (docs/record.md). */
  record: RecordWriter;
  /** Appends one request to the history. */
  append(request: ClientRequest): void;
  /** Writes everything else, once the run has ended. */
  complete(lab: Lab, run: Run, verdict: Verdict): Promise<void>;
  end(): Promise<void>;
}

/** Makes the folder of a run and opens its history. */
export async function openRunFolder(lab: Lab, { scenario, variant }: Pick<Run, 'scenario' | 'variant'>) {
  const dir = join(resultsDir(lab), scenario, `${renderTime(new Date())}-${variant}`);
  await mkdir(join(dir, 'logs'), { recursive: true });
  const history = createWriteStream(join(dir, 'history.jsonl'));
  const end = () => new Promise<void>((resolve) => history.end(resolve));
  const folder: RunFolder = {
    dir,
    // All of it is kept.
    record: openRecord(join(dir, 'record'), {
      head: describeLab(lab.target),
      maxBytes: Number.POSITIVE_INFINITY,
      maxAgeMs: Number.POSITIVE_INFINITY,
    }),
    append(request) {
      // Requests of an interrupted run may end after the history is closed.
      if (history.writable) history.write(`${JSON.stringify(request)}\n`);
    },
    end,
    async complete(lab, run, verdict) {
      const { requests: _, ...rest } = run;
      await writeFile(join(dir, 'run.json'), `${JSON.stringify(rest)}\n`);
      await writeFile(join(dir, 'verdict.json'), `${JSON.stringify(verdict, null, 2)}\n`);
      await writeFile(join(dir, 'report.html'), await renderReport(run, verdict, readRecordedLab(join(dir, 'record'))));
      await writeFile(join(dir, 'picture.svg'), renderPicture(run, verdict));
      await Promise.all(lab.target.hosts.map(({ name }) => keepLog(lab, name, dir)));
      await keepLog(lab, 'caretaker', dir);
    },
  };
  return folder;
}

/** A run that was kept, with its verdict. */
export async function readRun(dir: string): Promise<{ run: Run; verdict: Verdict }> {
  const read = (name: string) => readFile(join(dir, name), 'utf8');
  const [run, verdict, history] = await Promise.all(['run.json', 'verdict.json', 'history.jsonl'].map(read)).catch(
    () => {
      throw new UserError(`There is no whole run in ${dir}`, { next: './lab record results/SCENARIO/TIME-VARIANT' });
    },
  );
  const requests = (history ?? '').split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
  return { run: { ...JSON.parse(run ?? ''), requests }, verdict: JSON.parse(verdict ?? '') };
}

/** The folder of all runs: in the project, or on machines beside the lab's state, which this account may write. */
export function resultsDir({ target, config }: Lab) {
  return join(target.name === 'local' ? projectDir : config.stateDir, 'results');
}

/** The path of a folder of results for a person; relative if it will be moved to the caller's machine. */
export function describeFolder({ config }: Lab, dir: string) {
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

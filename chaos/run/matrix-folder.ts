import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lab } from '../../scripts/lab/open-lab.ts';
import type { Scenario } from '../faults/scenario.ts';
import { renderMatrix } from '../report/matrix.ts';
import { type MatrixRow, toMatrixRow } from '../report/matrix-lines.ts';
import { describeMachine, describeVersions } from './describe-machine.ts';
import { renderTime, resultsDir } from './run-folder.ts';
import type { ScenarioResult } from './run-scenario.ts';

/** A table of many runs, written again after each run, so that an interrupted command leaves a whole table. */
export async function openMatrix(lab: Lab) {
  const dir = join(resultsDir(lab), 'matrix', renderTime(new Date()));
  await mkdir(dir, { recursive: true });
  const about = await describeAll(lab);
  const rows: MatrixRow[] = [];
  const skipped: string[] = [];
  const skip = ({ name }: Scenario, reason: string) => skipped.push(` Not run: ${name}, ${reason}.`);
  const add = async ({ run, verdict }: ScenarioResult) => {
    rows.push(toMatrixRow(run, verdict));
    const { markdown, html } = renderMatrix(rows, about + skipped.join(''));
    await writeFile(join(dir, 'matrix.md'), markdown);
    await writeFile(join(dir, 'matrix.html'), html);
    await writeFile(join(dir, 'matrix.json'), `${JSON.stringify(rows, null, 2)}\n`);
  };
  return { dir, add, skip };
}

async function describeAll(lab: Lab) {
  const { target, ...versions } = await describeVersions(lab);
  const programs = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `${describeMachine()}; ${target} target; ${programs.join(', ')}; ${new Date().toISOString().slice(0, 10)}.`;
}

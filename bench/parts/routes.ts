import { isDeepStrictEqual } from 'node:util';
import type { BenchLab } from '../lab.ts';
import { cleanUp, type DataSet, type Load, measureCase, measureInTurns } from '../measure/measure-case.ts';
import type { CaseResult } from '../report/summarize.ts';
import { type Case, cases } from '../requests/cases.ts';
import type { Request } from '../requests/request.ts';
import type { RunningServer } from '../servers/server-process.ts';

export interface RouteOptions extends Load {
  rounds: number;
  only: RegExp;
  onProgress(line: string): void;
}

/** Every route at every server, in turns. */
export async function measureRoutes(
  { readSample, run }: BenchLab,
  servers: RunningServer[],
  { rounds, only, onProgress, ...load }: RouteOptions,
): Promise<CaseResult[]> {
  const dataSet = { sample: await readSample(), run };
  const results: CaseResult[] = [];
  for (const each of cases.filter(({ name, requests }) => only.test(name) && requests(dataSet.sample).length > 0)) {
    onProgress(each.name);
    if (each.kind === 'read') await requireSameAnswers(servers, each, dataSet);
    const measure = (server: RunningServer) => measureCase(server, each, { ...dataSet, ...load });
    const measured = await measureInTurns(servers, measure, rounds);
    await cleanUp(each, dataSet);
    results.push({ name: each.name, kind: each.kind, rounds: measured });
  }
  return results;
}

const comparedRequests = 5;

/** Throws where the baseline does not answer as the API does: comparing their speed would then mean nothing. */
async function requireSameAnswers([api, baseline]: RunningServer[], each: Case, { sample }: DataSet): Promise<void> {
  if (!api || !baseline) return;
  for (const request of each.requests(sample).slice(0, comparedRequests)) {
    const [expected, given] = [await readAnswer(api, request), await readAnswer(baseline, request)];
    if (isDeepStrictEqual(given, expected)) continue;
    throw new Error(
      `${baseline.name} answers ${request.path} with\n${render(given)}\nand ${api.name} with\n${render(expected)}`,
    );
  }
}

const render = (body: unknown) => JSON.stringify(body).slice(0, 2_000);

/** The body of an answer, without the token, which is another one each time. */
async function readAnswer({ name, url }: RunningServer, { path, viewer }: Request): Promise<unknown> {
  const headers: Record<string, string> = viewer ? { Authorization: `Token ${viewer.token}` } : {};
  const answer = await fetch(`${url}${path}`, { headers });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${name} answers ${path} with ${answer.status}: ${text.slice(0, 500)}`);
  return JSON.parse(text, (key, value) => (key === 'token' ? '' : value));
}

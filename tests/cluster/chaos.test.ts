import test from 'ava';
import type { Scenario } from '../../chaos/faults/scenario.ts';
import type { ClientRequest, Read, Run } from '../../chaos/history.ts';
import { judge } from '../../chaos/judge/judge.ts';
import { renderSummary } from '../../chaos/report/summary.ts';
import { readFinalTables } from '../../chaos/run/read-final-tables.ts';
import { runScenario, type ScenarioResult } from '../../chaos/run/run-scenario.ts';
import { runLab } from './support/command.ts';
import { useLab } from './support/lab.ts';

const testLab = await useLab();
const { lab, rows } = testLab;
const [first = '', , third = ''] = lab.target.endpoints.members.map(({ name }) => name);
let result: ScenarioResult;

test.before(async () => {
  await testLab.waitUntilWhole();
});

test.after.always(async () => {
  await testLab.waitUntilWhole();
});

const reload: Scenario = {
  name: 'test',
  title: 'HAProxy reads its configuration anew',
  seconds: 5,
  schedule: [{ atS: 2, action: 'reload', to: 'haproxy', mends: true }],
};

test.serial('a run under load is judged valid', async (t) => {
  t.timeout(60_000);
  const { signal } = new AbortController();
  result = await runScenario(lab, reload, { ratePerSecond: 40, clients: 12, signal, progress: () => undefined });
  t.log(renderSummary(result));
  t.true(result.verdict.valid);
  t.deepEqual(
    result.run.faults.map(({ edge }) => edge),
    ['begin', 'end'],
  );
  t.true(result.run.requests.length >= 200);
});

test.serial('a read that does not show what its client wrote before is found', async (t) => {
  const { requests } = result.run;
  const index = requests.findIndex(({ read }) => read?.type === 'comments' && read.marks.length > 0);
  const { read, ...request } = requests[index] as ClientRequest;
  const stale: ClientRequest = { ...request, read: { ...(read as Read & { type: 'comments' }), marks: [] } };
  const { figures, valid } = judge({ ...result.run, requests: requests.with(index, stale) });
  t.false(valid);
  t.true(Number(figures.stale) > 0);
  t.is(figures.lost, 0);
});

test.serial('a comment that is there twice is found', async (t) => {
  const { body } = await someComment();
  await rows(
    first,
    `INSERT INTO ${lab.database}.comments (user_id, article_id, body, created_at, updated_at)
     SELECT user_id, article_id, body, created_at, updated_at FROM ${lab.database}.comments WHERE body = '${body}'`,
  );
  const { figures, valid } = await judgeAgain();
  t.false(valid);
  t.true(Number(figures.double) > 0);
  t.is(figures.different, 0);
  await rows(first, `DELETE FROM ${lab.database}.comments WHERE body = '${body}' ORDER BY id DESC LIMIT 1`);
  t.true((await judgeAgain()).valid);
});

test.serial('a member that differs in a row that no client wrote is found', async (t) => {
  const change = (bio: string) =>
    runUnlogged(`UPDATE ${lab.database}.users SET bio = ${bio}, updated_at = updated_at WHERE username = 'demo'`);
  const [before] = await rows<{ bio: string }>(
    third,
    `SELECT QUOTE(bio) AS bio FROM ${lab.database}.users WHERE username = 'demo'`,
  );
  await change("'diverged'");
  const { figures, valid } = await judgeAgain();
  await change(before?.bio ?? 'NULL');
  t.false(valid);
  t.is(figures.different, 1);
  t.is(figures.lost, 0);
});

test.serial(
  'an acknowledged comment that one member lost is found, until the member is made a copy again',
  async (t) => {
    t.timeout(150_000);
    const { body } = await someComment();
    await runUnlogged(`DELETE FROM ${lab.database}.comments WHERE body = '${body}'`);
    const { figures, valid } = await judgeAgain();
    t.false(valid);
    t.true(Number(figures.lost) > 0);
    t.is(figures.different, 1);
    const { exitCode, stderr } = await runLab(['reclone', third, '--yes']);
    t.is(exitCode, 0, stderr);
    t.true((await judgeAgain()).valid);
  },
);

async function judgeAgain() {
  const run: Run = { ...result.run, finals: await readFinalTables(lab, result.run.users) };
  return judge(run);
}

/** A comment of the run that every member has. */
async function someComment() {
  const mark = result.run.finals[0]?.comments[0]?.mark;
  if (mark === undefined) throw new Error('the run left no comment');
  return { body: mark };
}

/** Changes one member only, outside the group's replication. */
function runUnlogged(sql: string) {
  return rows(third, `SET SESSION sql_log_bin = 0; ${sql}`);
}

import { setTimeout as sleep } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { signalProgram } from '../../scripts/targets/local/host-process.ts';
import { hostDir } from '../../scripts/targets/local/layout.ts';
import { createApiClient } from './support/api-client.ts';
import { auditMember } from './support/audit.ts';
import { rounds } from './support/effort.ts';
import { type TestLab, useLab } from './support/lab.ts';
import { type LoadReport, startMixedLoad } from './support/mixed-load.ts';

const members = ['mysql-1', 'mysql-2', 'mysql-3'] as const;

test.beforeEach(async () => (await useLab()).waitUntilWhole());
test.after.always(async () => (await useLab()).waitUntilWhole());

type Enter = (phase: string) => void;

/** Runs a load around a fault, then judges what the clients saw and what every member has. */
async function judgeUnderLoad(
  t: ExecutionContext,
  fault: (testLab: TestLab, enter: Enter) => Promise<void>,
): Promise<LoadReport['slowestMs']> {
  const testLab = await useLab();
  const load = await startMixedLoad(createApiClient(testLab.lab.target.endpoints.api));
  await sleep(2_000);
  await fault(testLab, load.enter);
  await sleep(2_000);
  const { requests, p50Ms, p99Ms, slowestMs, failed, stale, diaries } = await load.stop();
  t.log(`${requests} requests, p50 ${p50Ms} ms, p99 ${p99Ms} ms, slowest in ms ${JSON.stringify(slowestMs)}`);
  t.deepEqual(failed, []);
  t.deepEqual(stale, []);
  await testLab.waitUntilWhole();
  for (const member of members) {
    t.deepEqual(await auditMember(testLab, member, diaries), { lost: [], doubled: [], unheardOf: [] }, member);
  }
  return slowestMs;
}

/** While a member joins, the group holds back writes for a moment: they wait, and none fails. */
const slowestReturnMs = 5_000;

for (const member of members.slice(0, rounds)) {
  test.serial(`killing ${member} under load costs no request, no write and no client more than 2 s`, async (t) => {
    t.timeout(180_000);
    const slowestMs = await judgeUnderLoad(t, async ({ kill, start, waitUntilRouted }, enter) => {
      enter('kill');
      await kill(member);
      await sleep(8_000);
      enter('return');
      await start(member);
      await waitUntilRouted(member);
    });
    t.true((slowestMs.kill ?? 0) < 2_000);
    t.true((slowestMs.return ?? 0) < slowestReturnMs);
  });
}

for (const member of members.toReversed().slice(0, rounds)) {
  test.serial(`stopping ${member} under load costs no request and no write`, async (t) => {
    t.timeout(180_000);
    const slowestMs = await judgeUnderLoad(t, async ({ stop, start, waitUntilRouted }, enter) => {
      enter('stop');
      await stop(member);
      await sleep(3_000);
      enter('return');
      await start(member);
      await waitUntilRouted(member);
    });
    t.true((slowestMs.stop ?? 0) < 2_000);
    t.true((slowestMs.return ?? 0) < slowestReturnMs);
  });
}

for (const member of ['mysql-2', 'mysql-3', 'mysql-1'].slice(0, rounds)) {
  test.serial(
    `freezing ${member} for 20 s under load costs no client more than 3 s, and it never answers from the past`,
    async (t) => {
      t.timeout(240_000);
      const slowestMs = await judgeUnderLoad(
        t,
        async ({ pause, resume, waitUntilRouted, waitUntilNotRouted }, enter) => {
          enter('pause');
          await pause(member);
          await waitUntilNotRouted(member);
          await sleep(20_000);
          enter('return');
          await resume(member);
          await waitUntilRouted(member);
        },
      );
      t.true((slowestMs.pause ?? 0) < 3_000);
      t.true((slowestMs.return ?? 0) < slowestReturnMs);
    },
  );
}

test.serial('HAProxy reloaded and restarted under load costs no request', async (t) => {
  t.timeout(180_000);
  await judgeUnderLoad(t, async ({ lab, stop, start }, enter) => {
    const dir = hostDir(lab.config.stateDir, { name: 'haproxy' });
    enter('reload');
    for (let reload = 0; reload < 3 * rounds; reload += 1) {
      signalProgram(dir, 'SIGUSR2');
      await sleep(1_500);
    }
    enter('restart');
    for (let restart = 0; restart < rounds; restart += 1) {
      await stop('haproxy');
      await start('haproxy');
      await sleep(2_000);
    }
  });
});

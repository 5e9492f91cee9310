import { describeMachine, describeVersions } from '../chaos/run/describe-machine.ts';
import { waitUntilTold } from '../chaos/run/read-told-events.ts';
import { countEvents } from '../scripts/database/event-queue.ts';
import { openMember } from '../scripts/database/open-member.ts';
import { type Lab, openLab } from '../scripts/lab/open-lab.ts';
import { chooseMember } from '../scripts/lifecycle/install-tables.ts';
import { startHost } from '../scripts/lifecycle/start-host.ts';
import { describeFailure } from '../scripts/messages/failure-text.ts';
import { renderTable } from '../scripts/messages/render-table.ts';
import { UserError } from '../scripts/messages/user-error.ts';
import { waitFor } from '../scripts/waiting/wait.ts';
import { openBenchLab } from './lab.ts';
import { readRoleCpuMs } from './measure/process-usage.ts';
import { sendLoad } from './measure/send-load.ts';
import { cases } from './requests/cases.ts';

// node scripts/start/run.mjs bench/chain.ts: how many events a second relays tell RabbitMQ, how many consumers take in, and whose
// processor time that is, in a running lab with the profile events: comments are written while neither works, then each in turn.

const wanted = 4_000;
const connections = 20;
const roles = ['mysql', 'haproxy', 'rabbitmq', 'relay', 'consumer'];

const listHosts = ({ target }: Lab, role: string) => target.hosts.filter((host) => host.role === role);

/** Runs a part of the chain until it has no more to do; gives a row of the table. */
async function timeUntil(lab: Lab, events: number, work: () => Promise<unknown>): Promise<string[]> {
  const read = () =>
    roles.map((role) => readRoleCpuMs(listHosts(lab, role).map((host) => lab.target.view.folderOf(host))));
  const [before, beganMs] = [read(), performance.now()];
  await work();
  const tookMs = performance.now() - beganMs;
  const perEvent = read().map((cpuMs, index) => ((cpuMs - (before[index] ?? 0)) / events).toFixed(2));
  return [String(events), `${(tookMs / 1_000).toFixed(1)} s`, ((events * 1_000) / tookMs).toFixed(0), ...perEvent];
}

async function measure(lab: Lab): Promise<string[][]> {
  const { address, port } = lab.target.endpoints.api;
  const url = `http://${address}:${port}/api`;
  const knex = openMember(await chooseMember(lab));
  const count = async () => (await countEvents(knex)).waiting;
  const stop = (role: string) => Promise.all(listHosts(lab, role).map((host) => lab.target.stop(host)));
  const start = (role: string) => Promise.all(listHosts(lab, role).map((host) => startHost(lab, host)));
  const untilTold = async () => {
    if ((await waitUntilTold(lab, [])) === null) throw new Error('Not all events were taken in.');
  };
  try {
    await untilTold();
    await Promise.all([stop('relay'), stop('consumer')]);
    const sample = await openBenchLab(lab).readSample();
    const comments = cases.find(({ name }) => name === 'POST …/comments');
    const load = { url, requests: comments?.requests(sample) ?? [], connections, groupSize: 1, seconds: 4 };
    const written = await timeUntil(lab, wanted, async () => {
      while ((await count()) < wanted) await sendLoad(load);
    });
    const events = await count();
    const isEmpty = async () => (await count()) === 0;
    await start('relay');
    const told = await timeUntil(lab, events, () =>
      waitFor(isEmpty, { what: 'the outbox to be empty', timeoutMs: 300_000, intervalMs: 50 }),
    );
    await stop('relay');
    await start('consumer');
    const takenIn = await timeUntil(lab, events, untilTold);
    return [
      ['written by the API', ...written],
      ['told to RabbitMQ', ...told],
      ['taken in', ...takenIn],
    ];
  } finally {
    await Promise.all([start('relay'), start('consumer')]);
    await knex.destroy();
  }
}

async function run() {
  const lab = await openLab();
  if (listHosts(lab, 'relay').length === 0)
    throw new UserError('This lab has no profile events', { next: './lab add events' });
  const rows = await measure(lab);
  console.log(renderTable(['EVENTS', 'COUNT', 'TOOK', 'A SECOND', ...roles.map((role) => `${role} ms`)], rows));
  console.log(
    `\nms: processor time for each event. ${describeMachine()}; ${JSON.stringify(await describeVersions(lab))}`,
  );
}

try {
  await run();
} catch (error) {
  console.error(describeFailure(error));
  process.exitCode = 1;
}

import { defineCommand } from 'citty';
import type { Knex } from 'knex';
import { connectBroker } from '../../../roles/rabbitmq/connect.ts';
import { describeBroker } from '../../../roles/rabbitmq/event-worker.ts';
import { type QueueStatus, readQueues } from '../../../roles/rabbitmq/queue-status.ts';
import { replayEvent } from '../../../roles/rabbitmq/replay.ts';
import { replayDead } from '../../../roles/rabbitmq/replay-dead.ts';
import { countEvents, type EventCounts, type LaidAside, listLaidAside } from '../../database/event-queue.ts';
import { openMember } from '../../database/open-member.ts';
import { type Lab, openLab } from '../../lab/open-lab.ts';
import { requireProfile } from '../../lab/require-profile.ts';
import { chooseMember } from '../../lifecycle/install-tables.ts';
import { startHost } from '../../lifecycle/start-host.ts';
import { renderTable } from '../../messages/render-table.ts';
import { UserError } from '../../messages/user-error.ts';

const actions = ['status', 'dead', 'replay', 'pause', 'resume'];

export const queue = defineCommand({
  args: {
    action: { type: 'positional', description: actions.join(', '), required: true },
    event: { type: 'positional', description: 'Of replay: an event such as article:17/3', required: false },
    all: { type: 'boolean', description: 'Of replay: all that were laid aside' },
    dead: { type: 'boolean', description: 'Of replay: the events in the queue events.dead' },
    json: { type: 'boolean', description: 'Of status and dead: as JSON' },
  },
  async run({ args }) {
    const lab = await openLab();
    requireProfile(lab, 'events');
    switch (args.action) {
      case 'status':
        return console.log(await showStatus(lab, args.json));
      case 'dead':
        return console.log(await showDead(lab, args.json));
      case 'replay':
        if (args.dead) return console.log(await replayAllDead(lab));
        return console.log(await replay(lab, args.all ? undefined : parseName(args.event)));
      case 'pause':
        return await pauseConsumers(lab);
      case 'resume':
        return await resumeConsumers(lab);
      default:
        throw new UserError(`queue cannot "${args.action}"; nothing was done`, {
          next: `name one of: ${actions.join(', ')}`,
        });
    }
  },
});

/** The key and version of an event's name. */
export function parseName(text = ''): { key: string; version: number } {
  const [, key, version] = /^(\w+:\d+)\/(\d+)$/.exec(text) ?? [];
  if (key && version) return { key, version: Number(version) };
  throw new UserError(`"${text}" is no event; nothing was done`, {
    next: './lab queue dead lists them; ./lab queue replay --all takes all, and --dead those of events.dead',
  });
}

async function withTables<T>(lab: Lab, work: (knex: Knex) => Promise<T>): Promise<T> {
  const knex = openMember(await chooseMember(lab));
  try {
    return await work(knex);
  } finally {
    await knex.destroy();
  }
}

async function showStatus(lab: Lab, isJson?: boolean): Promise<string> {
  const counts = await withTables(lab, countEvents);
  const queues = await readQueues(lab.target.view).catch((error: Error) => {
    throw new UserError(`RabbitMQ does not answer: ${error.message}`, { next: './lab status' });
  });
  return isJson ? JSON.stringify({ ...counts, queues }, null, 2) : renderQueueStatus(counts, queues);
}

/** What waits where, as a table. */
export function renderQueueStatus(counts: EventCounts, queues: QueueStatus[]): string {
  const rows = queues.map(({ name, ready, underWay, consumers, leader, copies }) =>
    [name, ready, underWay, consumers, leader, copies].map(String),
  );
  return [
    `outbox: ${counts.waiting} events wait${counts.waiting > 0 ? `, the oldest for ${counts.oldestSeconds} s` : ''}`,
    `laid aside: ${counts.laidAside}${counts.laidAside > 0 ? ': ./lab queue dead' : ''}`,
    renderTable(['QUEUE', 'WAIT', 'UNDER WAY', 'CONSUMERS', 'LEADER', 'COPIES'], rows),
  ].join('\n');
}

async function showDead(lab: Lab, isJson?: boolean): Promise<string> {
  const events = await withTables(lab, (knex) => listLaidAside(knex));
  if (isJson) return JSON.stringify(events, null, 2);
  if (events.length === 0) return 'No event is laid aside.';
  const rows = events.map((event) => [nameOf(event), event.type, event.reason.replaceAll(/\s+/g, ' ').slice(0, 100)]);
  return `${renderTable(['EVENT', 'TYPE', 'REASON'], rows)}\n\n./lab queue replay EVENT, or --all, sends it once more.`;
}

const nameOf = ({ key, version }: Pick<LaidAside, 'key' | 'version'>) => `${key}/${version}`;

async function replay(lab: Lab, name?: { key: string; version: number }): Promise<string> {
  const events = await withTables(lab, (knex) => listLaidAside(knex, name));
  if (name && events.length === 0) {
    throw new UserError(`${nameOf(name)} is not laid aside; nothing was done`, { next: './lab queue dead' });
  }
  for (const event of events) await replayEvent(lab.target.view, event);
  return `${events.length} sent once more; what fails again stays: ./lab queue dead`;
}

async function replayAllDead({ target: { view } }: Lab): Promise<string> {
  const broker = connectBroker(describeBroker(view), 'lab queue');
  try {
    const { sent, kept } = await replayDead(broker);
    const lines = [...sent.map((name) => `${name} was sent once more`), `${kept} that are no events stay`];
    return lines.join('\n');
  } finally {
    await broker.close();
  }
}

async function pauseConsumers(lab: Lab) {
  const { target } = lab;
  for (const host of target.view.hostsOf('consumer')) await target.stop(host);
  console.log('The consumers are stopped; events wait in RabbitMQ until ./lab queue resume');
}

async function resumeConsumers(lab: Lab) {
  for (const host of lab.target.view.hostsOf('consumer')) await startHost(lab, host);
  console.log('The consumers run.');
}

import { deleteManagement } from '../../roles/rabbitmq/management.ts';
import { askAnyNode } from '../../roles/rabbitmq/queue-status.ts';
import { publishByHand } from '../../roles/rabbitmq/replay.ts';
import { deadQueue } from '../../roles/rabbitmq/topology.ts';
import { type AlertCase, once } from './alert-case.ts';
import { killAll, startAll } from './hosts-of-role.ts';

const planted = { key: 'article:4294967295', version: 1 };
const deadWebhook = 4_294_967_295;
const happenedAt = () => new Date();

/** What is done to the hosts of the profile events. */
export const eventCases: AlertCase[] = [
  {
    title: 'All nodes of RabbitMQ are killed',
    alerts: ['EventsWait'],
    profile: 'events',
    begin: once((tools) => killAll(tools, 'rabbitmq')),
    end: (tools) => startAll(tools, 'rabbitmq'),
  },
  {
    title: 'All consumers are killed',
    alerts: ['QueueWithoutConsumer', 'QueueGrows'],
    profile: 'events',
    begin: once((tools) => killAll(tools, 'consumer')),
    end: (tools) => startAll(tools, 'consumer'),
  },
  {
    title: 'A message that is no event is published',
    alerts: ['EventsDead'],
    profile: 'events',
    begin: once(({ lab }) => {
      const message = { key: 'rubbish', version: 1, type: 'rubbish', payload: {}, happenedAt: happenedAt() };
      return publishByHand(lab.target.view, message, { headers: {} });
    }),
    end: ({ lab: { target } }) =>
      askAnyNode(target.view, (at) =>
        deleteManagement({ view: target.view, at }, `/api/queues/%2F/${deadQueue}/contents`),
      ),
  },
  {
    title: 'An event is laid aside',
    alerts: ['EventsLaidAside'],
    profile: 'events',
    begin: once(({ lab, run }) =>
      run(
        'mysql-1',
        `INSERT INTO ${lab.database}.events_laid_aside (event_key, version, type, payload, happened_at, reason, laid_aside_at)
         VALUES ('${planted.key}', ${planted.version}, 'article.sung', '{}', NOW(3), 'planted', NOW(3))`,
      ),
    ),
    end: ({ lab, run }) =>
      run('mysql-1', `DELETE FROM ${lab.database}.events_laid_aside WHERE event_key = '${planted.key}'`),
  },
  {
    title: 'A webhook leads nowhere',
    alerts: ['WebhooksFail'],
    profile: 'events',
    begin: once(({ lab, run }) =>
      run(
        'mysql-1',
        `INSERT INTO ${lab.database}.webhooks (id, user_id, url, secret, created_at) VALUES (${deadWebhook}, 0, 'http://127.0.0.1:1/', '', NOW(3))`,
        `INSERT INTO ${lab.database}.webhook_deliveries (webhook_id, event_key, version, body, state, next_attempt_at, created_at)
         VALUES ${[1, 2, 3, 4, 5, 6, 7, 8].map((version) => `(${deadWebhook}, '${planted.key}', ${version}, '{}', 'waiting', NOW(3), NOW(3))`).join()}`,
      ),
    ),
    end: ({ lab, run }) =>
      run(
        'mysql-1',
        `DELETE FROM ${lab.database}.webhook_deliveries WHERE webhook_id = ${deadWebhook}`,
        `DELETE FROM ${lab.database}.webhooks WHERE id = ${deadWebhook}`,
      ),
  },
];

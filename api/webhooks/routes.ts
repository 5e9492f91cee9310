import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Contract } from '../contract/contract.ts';
import { type FailedRules, invalid } from '../http/api-error.ts';
import { renderDate } from '../http/dates.ts';
import { type Asked, defineRoute, type Route } from '../http/route.ts';
import {
  countWebhooks,
  createWebhook,
  type DeliveryPage,
  type DeliveryRow,
  deleteWebhook,
  findNewWebhook,
  findWebhook,
  listDeliveries,
  listWebhooks,
  mostWebhooks,
  type NewWebhookRow,
  type WebhookList,
  type WebhookPlace,
  type WebhookRow,
} from './repository.ts';
import { deliveryQuerySchema, deliveryView, newWebhookView, webhookSchema, webhookView } from './schema.ts';

const tag = 'Webhooks';
const tooMany: FailedRules = { webhooks: [`items:${mostWebhooks}`] };

/** Where a user's notifications are sent to; the profile events sends them. */
export const webhookRoutes: Route[] = [
  defineRoute({
    methods: ['get'],
    path: '/webhooks',
    access: 'required',
    look: (query, { viewer }) => listWebhooks(query, viewer),
    present: ({ webhooks }: WebhookList, contract) => ({ webhooks: webhooks.map((row) => present(row, contract)) }),
    documentation: { summary: 'Your webhooks', tag, answer: { webhooks: z.array(webhookView) } },
  }),
  defineRoute({
    methods: ['post'],
    path: '/webhooks',
    access: 'required',
    body: {
      wrapper: 'webhook',
      name: 'NewWebhook',
      example: { url: 'https://example.com/told' },
      schema: webhookSchema,
      async findBroken(query, { viewer }) {
        return (await countWebhooks(query, viewer)) < mostWebhooks ? {} : tooMany;
      },
    },
    change: ({ input: { url }, viewer }) => {
      const webhook = { url, secret: randomBytes(32).toString('hex') };
      return async (query) => {
        // Requests that come together may all have found room before.
        if (!(await createWebhook(query, viewer, webhook))) throw invalid(tooMany);
      };
    },
    look: (query, { viewer }) => findNewWebhook(query, viewer),
    answers: 'created',
    present: (row: NewWebhookRow, contract) => ({ webhook: { ...present(row, contract), secret: row.secret } }),
    documentation: {
      summary: 'Have your notifications sent to a URL; the secret that signs them is shown this once',
      tag,
      answer: { webhook: newWebhookView },
    },
  }),
  defineRoute({
    methods: ['delete'],
    path: '/webhooks/:id',
    access: 'required',
    names: 'webhook',
    find: (query, asked) => findWebhook(query, placeOf(asked)),
    change: (asked) => [deleteWebhook(placeOf(asked))],
    answers: 'deleted',
    documentation: { summary: 'Delete a webhook, and what was to be sent to it', tag, answer: {} },
  }),
  defineRoute({
    methods: ['get'],
    path: '/webhooks/:id/deliveries',
    access: 'required',
    names: 'webhook',
    query: deliveryQuerySchema,
    look: (query, asked) => listDeliveries(query, { ...placeOf(asked), ...asked.query }),
    next: ({ deliveries, hasMore }: DeliveryPage, { offset }) => (hasMore ? offset + deliveries.length : null),
    present: ({ deliveries }: DeliveryPage, contract) => ({
      deliveries: deliveries.map((row) => presentDelivery(row, contract)),
    }),
    documentation: {
      summary: 'What became of what was sent, newest first',
      tag,
      answer: { deliveries: z.array(deliveryView) },
    },
  }),
];

const placeOf = ({ params: { id = '' }, viewer }: Asked): WebhookPlace => ({
  viewer,
  id: /^\d{1,10}$/.test(id) ? Number(id) : 0,
});

const present = ({ id, url, createdAt }: WebhookRow, { utcSuffix }: Contract) => ({
  id,
  url,
  createdAt: renderDate(createdAt, utcSuffix),
});

function presentDelivery({ nextAttemptAt, createdAt, ...row }: DeliveryRow, { utcSuffix }: Contract) {
  return {
    ...row,
    nextAttemptAt: row.state === 'waiting' ? renderDate(nextAttemptAt, utcSuffix) : null,
    createdAt: renderDate(createdAt, utcSuffix),
  };
}

import { z } from 'zod';
import { pageSchema } from '../http/paging.ts';
import { atMost, type Rule, requiredText, url } from '../http/rules.ts';

/** Where HTTP can be sent to, without a password that the log of deliveries would show. */
const target: Rule = {
  name: 'format',
  holds: (text) => {
    if (!URL.canParse(text)) return false;
    const { protocol, username, password } = new URL(text);
    return /^https?:$/.test(protocol) && username === '' && password === '';
  },
};

/** What a new webhook must bring. */
export const webhookSchema = z.object({ url: requiredText({ rules: [url, target, atMost(2_000)] }) });

/** Which page of the deliveries is asked for. */
export const deliveryQuerySchema = pageSchema(20);

/** A webhook as every answer but the first shows it. */
export const webhookView = z
  .object({ id: z.int(), url: z.string(), createdAt: z.iso.datetime({ offset: true }) })
  .meta({ id: 'Webhook' });

/** The answer to its creation, the only one with the secret. */
export const newWebhookView = webhookView.extend({ secret: z.string() }).meta({ id: 'WebhookWithSecret' });

/** What became of one notification that is sent to a webhook. */
export const deliveryView = z
  .object({
    id: z.int(),
    event: z.string(),
    state: z.enum(['waiting', 'delivered', 'given up']),
    attempts: z.int(),
    lastStatus: z.int().nullable(),
    lastFailure: z.string().nullable(),
    nextAttemptAt: z.iso.datetime({ offset: true }).nullable(),
    createdAt: z.iso.datetime({ offset: true }),
  })
  .meta({ id: 'Delivery' });

import { z } from 'zod';

const id = z.int().min(1);
const article = { articleId: id, authorId: id, slug: z.string() };

/** The payload of each type of event, in the schema of this number. */
export const payloads = {
  'article.published': z.object({ ...article, title: z.string() }),
  'article.changed': z.object({ ...article, title: z.string() }),
  'article.deleted': z.object(article),
  'comment.added': z.object({ articleId: id, commentId: id, userId: id }),
  'article.favorited': z.object({ articleId: id, userId: id }),
  'user.followed': z.object({ userId: id, followerId: id }),
  'user.registered': z.object({ userId: id, username: z.string() }),
};

/** Rises where a reader of the former schema could not read the new one. */
export const schemaNumber = 1;

/** What an event is about, and its place among the events about that. */
const name = {
  key: z.string().regex(/^(article|user):\d{1,10}$/),
  version: z.int().min(1),
};

const about = { ...name, schema: z.literal(schemaNumber), at: z.iso.datetime({ offset: true }) };
const [first, ...others] = Object.entries(payloads).map(([type, payload]) =>
  z.object({ ...about, type: z.literal(type), payload }),
);
const events = z.discriminatedUnion('type', [first as EventSchema, ...(others as EventSchema[])]);

type EventSchema = z.ZodObject<typeof about & { type: z.ZodLiteral<string>; payload: z.ZodObject }>;

/** What every message has, whatever its type: enough to keep the order of its key. */
export const envelope = z.looseObject({
  ...name,
  type: z.string(),
  schema: z.int(),
  at: z.iso.datetime({ offset: true }),
  payload: z.unknown(),
});

export type Envelope = z.infer<typeof envelope>;

/** One type of event with its payload. */
type EventOf<Type extends keyof typeof payloads> = {
  type: Type;
  key: string;
  version: number;
  at: string;
  payload: z.infer<(typeof payloads)[Type]>;
};

/** An event of a type and schema that are known. */
export type LabEvent = { [Type in keyof typeof payloads]: EventOf<Type> }[keyof typeof payloads];

/** Reads an event; throws where its type, its schema or its payload is not known. */
export function parseEvent(message: unknown): LabEvent {
  return events.parse(message) as unknown as LabEvent;
}

/** The JSON Schema of all events, as docs/events.schema.json publishes it. */
export function renderEventSchema(): string {
  const description = z.toJSONSchema(events, {
    // A reader takes fields that it does not know.
    io: 'input',
    override: ({ jsonSchema }) => {
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
    },
  });
  return `${JSON.stringify(description, null, 2)}\n`;
}

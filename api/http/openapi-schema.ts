import { z } from 'zod';

/** A part of a description. */
export type Json = Record<string, unknown>;

/** What a client sends. */
export function describeInput(schema: z.ZodType): Json {
  const { $schema, ...description } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return description;
}

/** What an answer shows; schemas with a name are only referred to. */
export function describeOutput(schema: z.ZodType): Json {
  const { $schema, $defs, ...description } = z.toJSONSchema(schema);
  return toComponentPath(description);
}

/** A description whose named schemas are components. */
export function toComponentPath(description: Json): Json {
  return JSON.parse(JSON.stringify(description).replaceAll('"#/$defs/', '"#/components/schemas/'));
}

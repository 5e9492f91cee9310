import { z } from 'zod';
import { type FailedRules, invalid } from './api-error.ts';

/**
 * The building blocks of the request schemas. A schema's message is the name of the rule that failed
 * (`max:255`); the contract in use turns it into words. `blank:RULE` stands for a value that is there and
 * empty: one contract answers as RULE does, the other says that it is blank.
 */

/** Counts what a reader counts: code points, as PHP's mb_strlen and MySQL's VARCHAR do. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** One thing text has to fulfil, under the name its failure is reported by. */
export interface Rule {
  name: string;
  holds(text: string): boolean;
}

/** At most so many characters. */
export const atMost = (max: number): Rule => ({
  name: `max:${max}`,
  holds: (text) => text.length <= max || countCharacters(text) <= max,
});

/** At most so many kilobytes in an answer: JSON writes a control character as six bytes, and a quote as two. */
export const atMostKilobytes = (max: number): Rule => ({
  name: `kilobytes:${max}`,
  holds: (text) => Buffer.byteLength(JSON.stringify(text)) - 2 <= max * 1024,
});

/** At least so many characters. */
export const atLeast = (min: number): Rule => ({ name: `min:${min}`, holds: (text) => countCharacters(text) >= min });

/** MySQL gives it back as it was sent and every client can read it: no NUL, no half of a surrogate pair. */
export const storable: Rule = { name: 'format', holds: (text) => !/\0|\p{Surrogate}/u.test(text) };

/** Scripts with letters that look like one another: a name of two of them could pass for another user's. */
const lookAlikes = [/\p{Script=Latin}/u, /\p{Script=Greek}/u, /\p{Script=Cyrillic}/u, /\p{Script=Armenian}/u];
const name = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}_.-]*$/u;

/** Letters and numbers of any script, and the three signs RealWorld's own users have in their names; a sign never comes first. */
export const alphanumeric: Rule = {
  name: 'alpha',
  holds: (text) => name.test(text) && lookAlikes.filter((script) => script.test(text)).length <= 1,
};

const emailPattern = new RegExp(
  "^(?=[^@]{1,64}@)[\\w!#$%&'*+/=?^`{|}~-]+(?:\\.[\\w!#$%&'*+/=?^`{|}~-]+)*@" +
    '(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$',
  'i',
);

/** What PHP's FILTER_VALIDATE_EMAIL accepts, short of quoted names and address literals. */
export const email: Rule = { name: 'email', holds: (text) => text.length <= 254 && emailPattern.test(text) };

/** Longer ones are refused unread; the schema's own limit is below it. */
const longestUrl = 8_000;
// A page that puts a URL into an attribute or a style sheet is not to find the end of either in it.
const printableUrl = /^[a-z][a-z0-9+.-]*:\/\/[^/?#][^\s\p{C}"'<>`\\]*$/iu;
const scriptSchemes = /^(?:javascript|vbscript|data):/i;

/** A URL with a scheme and a host, whatever the scheme; a script is none. */
export const url: Rule = {
  name: 'format',
  holds: (text) =>
    text.length <= longestUrl && printableUrl.test(text) && !scriptSchemes.test(text) && URL.canParse(text),
};

interface TextOptions {
  rules: Rule[];
  /** The rule a value of another type breaks. */
  wrongType?: string;
  /** The rule an absent, null or blank value breaks. */
  missing?: string;
}

/** Text that must be there; trimmed, then held against every rule. */
export function requiredText({ rules, wrongType = 'string', missing = 'required' }: TextOptions) {
  const text = z
    .string({ error: orWrongType(missing, wrongType) })
    .trim()
    .min(1, { error: missing, abort: true });
  return withRules(text, rules);
}

/** Text that may be null; trimmed, and null where nothing is left. */
export function nullableText({ rules, wrongType = 'string' }: TextOptions) {
  return withRules(z.string({ error: wrongType }).trim(), rules, (text) => text === '')
    .transform((text) => (text === '' ? null : text))
    .nullable();
}

/** A password: never trimmed, but not blank either. */
export function password({ rules, missing = 'required' }: TextOptions) {
  const text = z
    .string({ error: orWrongType(missing, 'string') })
    .refine((value) => value.trim() !== '', { error: missing, abort: true });
  return withRules(text, [...rules, storable]);
}

function orWrongType(missing: string, wrongType: string) {
  return ({ input }: { input?: unknown }) => (input === undefined || input === null ? missing : wrongType);
}

/** Adds the rules, and what JSON Schema can say of them for the documentation. */
function withRules(schema: z.ZodString, rules: Rule[], isExempt: (text: string) => boolean = () => false): z.ZodString {
  const checked = rules.reduce(
    (result, { name, holds }) => result.refine((text) => isExempt(text) || holds(text), { error: name }),
    schema,
  );
  return checked.meta(Object.assign({}, ...rules.map(describeLimit)));
}

function describeLimit({ name }: Rule): object {
  const [kind, limit] = name.split(':');
  if (kind === 'min') return { minLength: Number(limit) };
  if (kind === 'max') return { maxLength: Number(limit) };
  return kind === 'kilobytes' ? { maxLength: Number(limit) * 1024 } : {};
}

/** The value of a schema, or the rules it breaks. */
export type Checked<Value> = { ok: true; value: Value } | { ok: false; fields: FailedRules };

/** Holds input against a schema and collects every rule it breaks. */
export function check<Schema extends z.ZodType>(schema: Schema, input: unknown): Checked<z.output<Schema>> {
  const result = schema.safeParse(input);
  if (result.success) return { ok: true, value: result.data };
  const fields: FailedRules = {};
  for (const { path, message } of result.error.issues) {
    const field = String(path[0]);
    fields[field] ??= [];
    if (!fields[field].includes(message)) fields[field].push(message);
  }
  return { ok: false, fields };
}

/** The value of a schema; throws the rules it breaks. */
export function validate<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const checked = check(schema, input);
  if (!checked.ok) throw invalid(checked.fields);
  return checked.value;
}

/** What a body carries under its wrapper; anything but an object is an empty one. */
export function unwrap(body: unknown, wrapper: string): Record<string, unknown> {
  return toObject(toObject(body)[wrapper]);
}

function toObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

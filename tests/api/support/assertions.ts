import type { ExecutionContext } from 'ava';
import { z } from 'zod';
import type { Contract, Kind } from './contracts.ts';
import type { Answer } from './http.ts';
import { type Shape, shapesOf } from './shapes.ts';

/** The answer has this status and a JSON body of exactly this shape. */
export function assertShape(t: ExecutionContext, answer: Answer, expected: Expected): void {
  t.is(answer.status, expected.status ?? 200, answer.summary);
  t.is(shapeProblem(answer, expected), undefined, answer.summary);
}

interface Expected {
  contract: Contract;
  shape: Shape;
  status?: number;
}

/** What is wrong with the shape of an answer; undefined if nothing is. */
export function shapeProblem(answer: Answer, { contract, shape }: Expected): string | undefined {
  if (!isJson(answer)) return `${answer.headers['content-type']} is not application/json; charset=utf-8`;
  const parsed = shapesOf(contract)[shape].safeParse(answer.body);
  return parsed.success ? undefined : z.prettifyError(parsed.error);
}

function isJson({ headers }: Answer): boolean {
  return /^application\/json; ?charset=utf-8$/i.test(headers['content-type'] ?? '');
}

/** The API refused with this status and at least these errors, in the contract's shape. */
export function assertRefused(t: ExecutionContext, answer: Answer, { contract, status, errors }: Refusal): void {
  assertShape(t, answer, { contract, status, shape: 'errors' });
  if (errors) t.like(answer.body.errors ?? {}, errors, answer.summary);
}

interface Refusal {
  contract: Contract;
  status: number;
  errors?: Record<string, unknown>;
}

/** 401 with the contract's words for a missing token. */
export function assertTokenMissing(t: ExecutionContext, answer: Answer, contract: Contract): void {
  assertRefused(t, answer, { contract, status: 401, errors: contract.tokenMissing });
}

/** 404 with the contract's words for what was not found. */
export function assertNotFound(t: ExecutionContext, answer: Answer, { contract, kind }: About): void {
  assertRefused(t, answer, { contract, status: 404, errors: contract.notFound(kind) });
}

/** 403 with the contract's words for what belongs to another user. */
export function assertForbidden(t: ExecutionContext, answer: Answer, { contract, kind }: About): void {
  assertRefused(t, answer, { contract, status: 403, errors: contract.forbidden(kind) });
}

interface About {
  contract: Contract;
  kind: Kind;
}

/** 422 with exactly these messages for one field. */
export function assertInvalid(t: ExecutionContext, answer: Answer, { contract, field, messages }: Invalid): void {
  assertRefused(t, answer, { contract, status: 422 });
  t.deepEqual(answer.body.errors?.[field], messages, answer.summary);
}

interface Invalid {
  contract: Contract;
  field: string;
  messages: string[];
}

/** The article or comment is deleted: 200 with an empty object, or 204 with no body. */
export function assertDeleted(t: ExecutionContext, answer: Answer, contract: Contract): void {
  t.is(answer.status, contract.deletedStatus, answer.summary);
  t.is(answer.text, contract.deletedStatus === 204 ? '' : '{}', answer.summary);
}

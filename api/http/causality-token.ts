import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Mark, Position } from '../database/position.ts';

/** Writes older than this are on every member that takes traffic: a token of them says nothing any more. */
const tokenLifeMs = 10 * 60_000;
const signatureLength = 16;
const longestToken = 2_000;

/** Turns what a client has written into a text it can carry to another API process, and back. */
export function createCausalityTokens({ secret }: { secret: string }) {
  const sign = (payload: string) =>
    createHmac('sha256', secret).update(`causality:${payload}`).digest().subarray(0, signatureLength);
  return {
    render(position: Position): string {
      const payload = Buffer.from(JSON.stringify(position.map(toTuple))).toString('base64url');
      return `${payload}.${sign(payload).toString('base64url')}`;
    },
    /** What nobody here signed counts as nothing: a made-up GTID would make every read wait in vain. */
    parse(token: string | undefined, nowMs: number): Position {
      if (token === undefined || token.length > longestToken) return [];
      const [payload = '', signature = ''] = token.split('.');
      const given = Buffer.from(signature, 'base64url');
      if (given.length !== signatureLength || !timingSafeEqual(given, sign(payload))) return [];
      const tuples = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Tuple[];
      return tuples.map(fromTuple).filter(({ heardAtMs }) => nowMs - heardAtMs < tokenLifeMs);
    },
  };
}

type Tuple = [member: string, source: string, number: number, heardAtMs: number];

const toTuple = ({ member, source, number, heardAtMs }: Mark): Tuple => [member, source, number, heardAtMs];
const fromTuple = ([member, source, number, heardAtMs]: Tuple): Mark => ({ member, source, number, heardAtMs });

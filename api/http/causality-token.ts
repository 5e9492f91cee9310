import { createHmac } from 'node:crypto';
import type { Mark, Position } from '../database/causality/position.ts';
import { openText, sealText } from './sealed-text.ts';

/** Every member that takes traffic has applied what is older than this: a token of such writes says nothing any more. */
const tokenLifeMs = 10 * 60_000;
const longestToken = 2_000;

/**
 * Turns what a client has written into a text that it can carry to another API process, and back. The text is encrypted: a GTID
 * names the group, and a made-up GTID would make every read wait in vain.
 */
export function createCausalityTokens({ secret }: { secret: string }) {
  const key = createHmac('sha256', secret).update('causality').digest();
  return {
    render(position: Position): string {
      return sealText(JSON.stringify(position.map(toTuple)), key).toString('base64url');
    },
    /** A token that no process of this lab made counts as nothing. */
    parse(token: string | undefined, nowMs: number): Position {
      if (token === undefined || token.length > longestToken) return [];
      const text = tryOpen(token, key);
      if (text === null) return [];
      const tuples = JSON.parse(text) as Tuple[];
      return tuples.map(fromTuple).filter(({ heardAtMs }) => nowMs - heardAtMs < tokenLifeMs);
    },
  };
}

function tryOpen(token: string, key: Buffer): string | null {
  try {
    return openText(Buffer.from(token, 'base64url'), key);
  } catch {
    return null;
  }
}

type Tuple = [member: string, source: string, number: number, heardAtMs: number, sentAtMs: number];

const toTuple = ({ member, source, number, sentAtMs, heardAtMs }: Mark): Tuple => {
  return [member, source, number, heardAtMs, sentAtMs];
};
const fromTuple = ([member, source, number, heardAtMs, sentAtMs]: Tuple): Mark => {
  return { member, source, number, sentAtMs, heardAtMs };
};

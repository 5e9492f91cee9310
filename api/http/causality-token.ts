import { createHmac, randomBytes } from 'node:crypto';
import { fromTuple, type MarkTuple, type Position, toTuple } from '../database/causality/position.ts';
import { openText, sealText } from './sealed-text.ts';

/** Every member that takes traffic has applied what is older than this: a token of such writes says nothing any more. */
const tokenLifeMs = 10 * 60_000;
const longestToken = 4_000;

/** What a client carries. */
export interface Carried {
  /** What its reads must see. */
  marks: Position;
  /** What of it another process may have written than the one that reads the token. */
  foreign: Position;
}

/** The process that made the token, all marks, and those that were foreign to it. */
type Content = [processId: string, marks: MarkTuple[], foreign: MarkTuple[]];

const nothing: Carried = { marks: [], foreign: [] };

/**
 * Turns what a client has written into a text that it can carry to another API process, and back. The text is encrypted: a GTID
 * names the group, and a made-up GTID would make every read wait in vain.
 */
export function createCausalityTokens({ secret }: { secret: string }) {
  const processId = randomBytes(6).toString('base64url');
  const key = createHmac('sha256', secret).update('causality').digest();
  return {
    render({ marks, foreign }: Carried): string {
      const content: Content = [processId, marks.map(toTuple), foreign.map(toTuple)];
      return sealText(JSON.stringify(content), key).toString('base64url');
    },
    /** A token that no process of this lab made counts as nothing. */
    parse(token: string | undefined, nowMs: number): Carried {
      if (token === undefined || token.length > longestToken) return nothing;
      const text = tryOpen(token, key);
      const content = text === null ? null : (JSON.parse(text) as Content | MarkTuple[]);
      if (content === null) return nothing;
      const readMarks = (tuples: MarkTuple[]) =>
        tuples.map(fromTuple).filter(({ heardAtMs }) => nowMs - heardAtMs < tokenLifeMs);
      const [maker, tuples, foreign] = isContent(content) ? content : ['', content, []];
      const marks = readMarks(tuples);
      return { marks, foreign: maker === processId ? readMarks(foreign) : marks };
    },
  };
}

// Version 0.2 wrote the marks alone; its tokens live for ten minutes.
const isContent = (content: Content | MarkTuple[]): content is Content => typeof content[0] === 'string';

function tryOpen(token: string, key: Buffer): string | null {
  try {
    return openText(Buffer.from(token, 'base64url'), key);
  } catch {
    return null;
  }
}

import { z } from 'zod';

/** Rows that a page may have at most; more is refused. */
export const maximumLimit = 100;

/** The query string that asks for a page, with the rows of one where no limit is given. */
export function pageSchema(limitByDefault: number) {
  return z.object({
    limit: queryInteger({ from: 1, to: maximumLimit, byDefault: limitByDefault }),
    offset: queryInteger({ from: 0, to: 2 ** 31 - 1, byDefault: 0 }),
  });
}

/** The Link header that leads to the page at an offset (https://www.rfc-editor.org/rfc/rfc8288). */
export function renderNextLink({ path, querystring }: { path: string; querystring: string }, offset: number): string {
  const query = new URLSearchParams(querystring);
  query.delete('offset');
  query.append('offset', String(offset));
  const url = new URL(`http://api${path}`);
  return `<${url.pathname}?${query}>; rel="next"`;
}

/** An integer as a query string writes it; blank counts as absent. */
function queryInteger({ from, to, byDefault }: { from: number; to: number; byDefault: number }) {
  const integer = z
    .int({ error: 'integer' })
    .min(from, { error: `from:${from}` })
    .max(to, { error: `to:${to}` });
  return z.preprocess(parseInteger, integer.default(byDefault));
}

function parseInteger(value: unknown): unknown {
  const text = typeof value === 'string' ? value.trim() : value;
  if (text === '') return undefined;
  return typeof text === 'string' && /^[+-]?\d+$/.test(text) ? Number(text) : text;
}

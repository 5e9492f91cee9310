import type { Contract } from '../contract/contract.ts';
import type { Query } from '../database/query.ts';
import type { Identity } from './authentication.ts';
import type { RequestCopies } from './request-context.ts';
import type { Asked, Route } from './route.ts';

/** What readers without a token are shown, and the text of the answer in each contract, which is written once. */
interface Kept {
  shown: unknown;
  texts: Map<Contract, Buffer>;
}

interface KeptQuestion {
  /** Undefined where the lab keeps nothing. */
  copies: RequestCopies | undefined;
  route: Route;
  identity: Identity;
  asked: Asked;
}

interface Presenting {
  route: Route;
  contract: Contract;
}

/** What a route shows by a copy; null where nothing is kept, or nothing was found. */
export async function findKept({ copies, route, identity, asked }: KeptQuestion): Promise<Kept | null> {
  const { shared, look } = route;
  if (!copies || !shared || !look || identity.problem || asked.viewer.id !== 0) return null;
  const name = shared.name(asked);
  if (name === undefined) return null;
  const read = async (query: Query): Promise<Kept | null> => {
    const shown = await look(query, asked);
    return shown === null ? null : { shown, texts: new Map() };
  };
  return copies.read({ name, topics: shared.topics(asked), read });
}

/** The answer's fields. */
export const present = (shown: unknown, { route, contract }: Presenting) => route.present?.(shown, contract) ?? {};

/** The answer as text. */
export function renderOnce({ shown, texts }: Kept, presenting: Presenting): Buffer {
  const { contract } = presenting;
  const text = texts.get(contract) ?? Buffer.from(JSON.stringify(present(shown, presenting)));
  texts.set(contract, text);
  return text;
}

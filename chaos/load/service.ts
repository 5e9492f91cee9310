import type { Lab } from '../../scripts/lab/open-lab.ts';
import { UserError } from '../../scripts/messages/user-error.ts';
import type { Service } from './http-client.ts';

/** How requests reach the API: straight, or through the profile of this name. */
export type Through = 'edge' | undefined;

/** Reads `--through`. */
export function parseThrough(text: string | undefined): Through {
  if (text === undefined || text === 'edge') return text;
  throw new UserError(`--through is "${text}"`, { next: 'use --through edge, or leave it out' });
}

/** Where the load's clients send their requests. */
export function findService({ target }: Pick<Lab, 'target'>, through: Through): Service {
  if (through === undefined) return target.endpoints.api;
  const { view } = target;
  const [edge] = view.hostsOf('edge');
  if (!edge) throw new UserError('The profile "edge" is not on', { next: './lab add edge' });
  return { ...view.at(edge, 'https'), authority: view.certificates.authority };
}

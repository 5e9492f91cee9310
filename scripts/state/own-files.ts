import { existsSync } from 'node:fs';
import { UserError } from '../messages/user-error.ts';
import { describeForeign } from '../start/program.mjs';

/** Refuses what another user made or can write: that user would choose the lab's passwords and programs. */
export function requireOwn(path: string, next: string) {
  const foreign = existsSync(path) && describeForeign(path);
  if (foreign) throw new UserError(`${path} ${foreign}, so the lab takes nothing from it`, { next });
}

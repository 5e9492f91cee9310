import { UserError } from '../messages/user-error.ts';
import { nameYourOwn } from './program.ts';

export interface Architecture {
  /** Debian's name for it. */
  name: 'amd64' | 'arm64';
  triplet: string;
  loader: string;
}

const architectures: Partial<Record<string, Architecture>> = {
  x64: { name: 'amd64', triplet: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
  arm64: { name: 'arm64', triplet: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
};

/** What Debian and Ubuntu call a processor that Node.js names, and where their packages keep its libraries. */
export function getArchitecture(nodeArchitecture: string): Architecture {
  const architecture = architectures[nodeArchitecture];
  if (architecture) return architecture;
  throw new UserError(
    `There are no packages for this processor (${nodeArchitecture}), only for x64 and arm64. ${nameYourOwn}`,
  );
}

import { UserError } from '../messages/user-error.ts';

/** The host's machine does not answer, or died in the middle of a command. */
export class HostAwayError extends UserError {
  constructor({ name, address }: { name: string; address: string }, reason: string) {
    super(`${name} (${address}) cannot be reached by SSH: ${reason}`, {
      next: `see that the machine runs, such as with: vagrant up ${name}`,
    });
  }
}

import { UserError } from '../../scripts/messages/user-error.ts';
import { eachAtOnce } from './at-once.ts';
import { type Client, createClient } from './client.ts';
import type { HttpClient } from './http-client.ts';
import { describeReply } from './perform.ts';

export interface RegisterOptions {
  count: number;
  /** Tells this run's users from those of all others. */
  run: string;
  signal?: AbortSignal;
}

// Hashing a password takes the API a tenth of a second of a processor.
const atOnce = 4;

/** Makes the clients' users, before the clock of the run starts. */
export async function registerClients(http: HttpClient, { count, run, signal }: RegisterOptions): Promise<Client[]> {
  const clients: Client[] = [];
  const numbers = Array.from({ length: count }, (_, number) => number);
  await eachAtOnce(numbers, atOnce, async (number) => {
    signal?.throwIfAborted();
    clients[number] = await register(http, number, `chaos-${run}-${number}`);
  });
  return clients;
}

async function register(http: HttpClient, number: number, username: string) {
  const json = { user: { username, email: `${username}@example.com`, password: 'secret' } };
  const reply = await http.send({ method: 'POST', path: '/users', json });
  if (reply.status !== 200) {
    throw new UserError(`No user could be registered for the load: ${describeReply(reply)}`, {
      next: './lab status',
    });
  }
  const { user } = reply.body as { user: { token: string } };
  return createClient(number, { username, token: user.token });
}

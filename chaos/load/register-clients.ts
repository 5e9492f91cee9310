import { UserError } from '../../scripts/messages/user-error.ts';
import { type Client, createClient } from './client.ts';
import { describeReply, type HttpClient } from './http-client.ts';

export interface RegisterOptions {
  count: number;
  /** Tells this run's users from those of all others. */
  run: string;
  signal?: AbortSignal;
}

// Hashing one password takes the API 0.1 s of a processor.
const concurrency = 4;

/** Registers a user for each client, before the clock of the run starts. */
export async function registerClients(http: HttpClient, { count, run, signal }: RegisterOptions): Promise<Client[]> {
  const clients: Client[] = [];
  const numbers = Array.from({ length: count }, (_, number) => number);
  await forEachConcurrently(numbers, concurrency, async (number) => {
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

// Does the work for each item in order, a few at the same time.
async function forEachConcurrently<T>(items: T[], concurrency: number, work: (item: T) => Promise<void>) {
  const left = [...items];
  const take = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: concurrency }, take));
}

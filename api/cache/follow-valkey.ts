import { setTimeout as sleep } from 'node:timers/promises';
import type { RedisClientType } from '@redis/client';
import { primaryName, type Sentinel } from './repository.ts';

/** A connection to the Valkey that is the primary; every packet of it is answered soon, or it is given up. */
export interface Link {
  send(command: string[]): Promise<unknown>;
}

/** What happens on a connection. */
export interface LinkEvents {
  onUp(link: Link): void;
  /** Nothing that was heard on it counts any more. */
  onDown(reason: string): void;
  /** Another client has changed this key; null stands for all keys. */
  onTouched(key: string | null): void;
}

interface LinkOptions extends LinkEvents {
  sentinels: Sentinel[];
  password: string;
}

/** An answer comes within this time, or the connection is given up: requests do without it from then on. */
const patienceMs = 250;
const lookEveryMs = 25;
const pingEveryMs = 200;
const connectPatienceMs = 500;
const restMs = 100;

class Silence extends Error {}

/** Keeps a connection to whichever Valkey is the primary, until it is ended. Gives what ends it. */
export function followValkey(options: LinkOptions): () => void {
  const ending = new AbortController();
  keepConnected(options, ending.signal);
  return () => ending.abort();
}

async function keepConnected(options: LinkOptions, signal: AbortSignal): Promise<void> {
  let reason = '';
  while (!signal.aborted) {
    const before = reason;
    reason = await followOnce(options, signal).catch((error: Error) => error.message);
    if (reason !== before && !signal.aborted) options.onDown(reason);
    await sleep(restMs * (1 + Math.random()), undefined, { signal }).catch(() => undefined);
  }
  options.onDown('ended');
}

/** Connects, follows until the connection is lost, and gives the reason. */
async function followOnce({ sentinels, password, ...events }: LinkOptions, signal: AbortSignal): Promise<string> {
  const primary = await findPrimary(sentinels, password);
  const client = await openClient(primary, password);
  const { promise: lost, lose } = createLoss();
  const disconnect = () => client.isOpen && client.destroy();
  const waiting = createWaiting(() => {
    lose('Valkey does not answer');
    // So fails what still waits for an answer.
    disconnect();
  });
  client.on('error', (error: Error) => lose(error.message || 'connection lost'));
  client.on('end', () => lose('connection lost'));
  const end = () => lose('ended');
  signal.addEventListener('abort', end);
  client.on('invalidate', (key: Buffer | string | null) => events.onTouched(key === null ? null : key.toString()));
  const send = async (command: string[]): Promise<unknown> => {
    waiting.begin();
    try {
      return await client.sendCommand(command);
    } catch (error) {
      lose((error as Error).message);
      throw error;
    } finally {
      waiting.end();
    }
  };
  try {
    // It may have been ended while its primary was looked for.
    signal.throwIfAborted();
    await connect(client);
    // What this process has changed itself it need not be told.
    await send(['CLIENT', 'TRACKING', 'ON', 'NOLOOP']);
    const [role] = (await send(['ROLE'])) as unknown[];
    if (role !== 'master') throw new Error('the Valkey that Sentinel names is no primary');
    events.onUp({ send });
    const timer = setInterval(() => send(['PING']).catch(() => undefined), pingEveryMs);
    return await lost.finally(() => clearInterval(timer));
  } finally {
    signal.removeEventListener('abort', end);
    waiting.close();
    disconnect();
    events.onDown('disconnected');
  }
}

/** Watches the commands that wait for an answer, which come in the order of the commands, by one timer for all of them. */
function createWaiting(onSilence: () => void) {
  const sinceMs: number[] = [];
  const isSilent = () => sinceMs[0] !== undefined && performance.now() - sinceMs[0] > patienceMs;
  const look = async () => {
    if (!isSilent()) return;
    await readArrived();
    if (isSilent()) onSilence();
  };
  const timer = setInterval(look, lookEveryMs);
  return {
    begin: () => void sinceMs.push(performance.now()),
    end: () => void sinceMs.shift(),
    close: () => clearInterval(timer),
  };
}

/** A busy process reads what has arrived before it says that nothing has. */
async function readArrived(): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** The end of a connection, for whichever reason comes first. */
function createLoss() {
  let lose: (reason: string) => void = () => {};
  const promise = new Promise<string>((resolve) => {
    lose = resolve;
  });
  return { promise, lose };
}

/** The address that the first Sentinel with an answer names. */
function findPrimary(sentinels: Sentinel[], password: string): Promise<Sentinel> {
  return Promise.any(sentinels.map((sentinel) => askSentinel(sentinel, password))).catch(() => {
    throw new Error('no Sentinel answers');
  });
}

async function askSentinel(sentinel: Sentinel, password: string): Promise<Sentinel> {
  const client = await openClient(sentinel, password);
  try {
    await connect(client);
    const answer = (await orSilence(
      client.sendCommand(['SENTINEL', 'get-master-addr-by-name', primaryName]),
    )) as unknown as [string, string];
    return { address: answer[0], port: Number(answer[1]) };
  } finally {
    if (client.isOpen) client.destroy();
  }
}

/** The driver is only loaded where a lab has a Valkey. */
async function openClient({ address, port }: Sentinel, password: string): Promise<RedisClientType> {
  const { createClient } = await import('@redis/client');
  const socket = { host: address, port, reconnectStrategy: false as const, connectTimeout: connectPatienceMs };
  const client = createClient({ socket, password, RESP: 3, emitInvalidate: true, disableOfflineQueue: true });
  client.on('error', () => undefined);
  return client as unknown as RedisClientType;
}

async function connect(client: RedisClientType): Promise<void> {
  await orSilence(client.connect(), connectPatienceMs);
}

/** What a frozen server never answers fails in time. */
async function orSilence<T>(answer: Promise<T>, withinMs = patienceMs): Promise<T> {
  const timer = new AbortController();
  const silence = sleep(withinMs, undefined, { signal: timer.signal })
    .then(readArrived)
    .then(() => {
      throw new Silence('Valkey does not answer');
    });
  silence.catch(() => undefined);
  try {
    return await Promise.race([answer, silence]);
  } finally {
    timer.abort();
    answer.catch(() => undefined);
  }
}

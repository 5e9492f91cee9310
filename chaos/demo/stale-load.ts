import { setTimeout as sleep } from 'node:timers/promises';
import { createAuthor } from '../load/copy-observer.ts';
import type { HttpClient } from '../load/http-client.ts';

/** A read of what the same client has written, through another process. */
export interface OwnRead {
  written: number;
  shown: number;
}

interface LoadOptions {
  processes: [HttpClient, HttpClient];
  signal: AbortSignal;
}

const readsAfterWrite = 3;
const restMs = 40;

/**
 * Clients that write through one process and read through the other, carrying what they have written (`Causality-Token`), and
 * others that ask both processes for the same articles without it.
 */
export async function readOwnWrites({ processes, signal }: LoadOptions): Promise<OwnRead[]> {
  const { token, slugs } = await createAuthor(processes[0]);
  const reads: OwnRead[] = [];

  async function writeAndRead(slug: string) {
    let carries: string | undefined;
    for (let written = 1; !signal.aborted; written += 1) {
      const [writer, reader] = written % 2 === 0 ? processes : processes.toReversed();
      const json = { article: { description: String(written) } };
      const reply = await (writer as HttpClient).send({
        method: 'PUT',
        path: `/articles/${slug}`,
        token,
        json,
        carries,
      });
      if (reply.status !== 200) continue;
      carries = reply.carry;
      for (let turn = 0; turn < readsAfterWrite; turn += 1) {
        const shown = await read(reader as HttpClient, slug, carries);
        if (shown !== undefined) reads.push({ written, shown });
      }
      await rest(restMs);
    }
  }

  async function readOnAndOn(process: HttpClient) {
    for (let turn = 0; !signal.aborted; turn += 1) {
      await read(process, slugs[turn % slugs.length] as string);
      await rest(restMs / 8);
    }
  }

  const rest = (ms: number) => sleep(ms * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined);
  await Promise.all([...slugs.map(writeAndRead), ...processes.map(readOnAndOn)]);
  return reads;
}

/** The number that an article shows; undefined where the process shows none. */
async function read(http: HttpClient, slug: string, carries?: string): Promise<number | undefined> {
  const { status, body } = await http.send({ method: 'GET', path: `/articles/${slug}`, carries });
  return status === 200 ? Number((body as { article: { description: string } }).article.description) : undefined;
}

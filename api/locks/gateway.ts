import { setTimeout as sleep } from 'node:timers/promises';
import { type NodeAnswer, NodeFailure, readAnswer } from './node-answer.ts';

/** No node that has a majority answered in time: locks are neither granted nor refused now. */
export class NoMajority extends Error {
  override readonly name = 'NoMajority';
}

export interface GatewayOptions {
  /** Addresses of all nodes, such as http://127.0.0.1:9791. */
  nodes: string[];
  /** How long one node may take: a frozen one answers nothing, and the next one is asked. */
  tryMs?: number;
  /** How long a question may take, all tries together. */
  deadlineMs?: number;
}

/** etcd's JSON gateway, at all nodes of a cluster. */
export interface Gateway {
  /** Asks one node after the other until one answers; throws NodeFailure where it refuses, NoMajority where none answers in time. */
  ask<T>(path: string, body: object, options?: { deadlineMs?: number }): Promise<T>;
  /** What one node tells from now on, line by line, for at most so long; ends early where the node is gone. */
  follow<T>(path: string, body: object, options: { forMs: number; signal?: AbortSignal }): AsyncIterable<T>;
}

const roundPauseMs = 50;

/** Opens the gateway; it holds no connection of its own. */
export function createGateway({ nodes, tryMs = 400, deadlineMs = 2_500 }: GatewayOptions): Gateway {
  // The node that answered last is asked first.
  let turn = 0;
  const address = (at: number, path: string) => `${nodes[at % nodes.length]}${path}`;
  // Of several questions that one node has left without an answer the first goes on to the next node, and the others with it.
  const leave = (at: number) => {
    if (turn === at) turn += 1;
  };

  async function ask<T>(path: string, body: object, options: { deadlineMs?: number } = {}): Promise<T> {
    const untilMs = performance.now() + (options.deadlineMs ?? deadlineMs);
    let why = 'there are no nodes';
    for (let failed = 0; nodes.length > 0; ) {
      const leftMs = untilMs - performance.now();
      if (leftMs <= 0) break;
      const asked = turn;
      const answer = await tryNode(address(asked, path), body, Math.min(tryMs, leftMs));
      if (answer.kind === 'answer') return answer.value as T;
      if (answer.kind === 'refusal') throw new NodeFailure(answer);
      why = answer.why;
      leave(asked);
      failed += 1;
      if (failed % nodes.length === 0) await sleep(roundPauseMs);
    }
    throw new NoMajority(`etcd has no majority that answers: ${why}`);
  }

  async function* follow<T>(path: string, body: object, { forMs, signal }: { forMs: number; signal?: AbortSignal }) {
    const end = AbortSignal.timeout(forMs);
    const asked = turn;
    try {
      const answer = await fetch(address(asked, path), {
        method: 'POST',
        body: JSON.stringify(body),
        signal: signal ? AbortSignal.any([signal, end]) : end,
      });
      yield* readLines<T>(answer);
    } catch {
      // A node that is gone or frozen tells no more; the one after it is asked next.
      if (!signal?.aborted) leave(asked);
    }
  }

  return { ask, follow };
}

async function tryNode(url: string, body: object, timeoutMs: number): Promise<NodeAnswer> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(Math.ceil(timeoutMs)),
    });
    return readAnswer(answer.status, await answer.text());
  } catch (error) {
    const { cause, message } = error as Error & { cause?: { code?: string } };
    return { kind: 'silence', why: cause?.code ?? message };
  }
}

async function* readLines<T>(answer: Response): AsyncGenerator<T> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const part of answer.body ?? []) {
    rest += decoder.decode(part as Uint8Array, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim()) yield JSON.parse(line) as T;
  }
}

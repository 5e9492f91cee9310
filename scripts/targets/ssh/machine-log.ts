import type { MachineHost } from './machine-host.ts';

export interface JournalOptions {
  lines: number;
  follow: boolean;
  signal?: AbortSignal;
}

/** The last lines of a host's log, then, where asked, what is written to it until the signal. */
export async function* readJournal(
  machine: MachineHost,
  { lines, follow, signal }: JournalOptions,
): AsyncGenerator<string> {
  if (!follow) {
    const text = await machine.act(['logs', String(lines)]);
    yield* text === '' ? [] : text.split('\n');
    return;
  }
  yield* followLines(machine, ['follow', String(lines)], signal);
}

const dayMs = 86_400_000;

/** What a program of the machine prints, line by line, until it ends or the signal. */
export async function* followLines(machine: MachineHost, verb: string[], signal?: AbortSignal) {
  const queue: string[] = [];
  let rest = '';
  let wake = () => {};
  let ended = false;
  const onOutput = (chunk: Buffer) => {
    const parts = (rest + chunk.toString('utf8')).split('\n');
    rest = parts.pop() ?? '';
    queue.push(...parts);
    wake();
  };
  const end = () => {
    ended = true;
    wake();
  };
  const work = machine.act(verb, { onOutput, signal, timeoutMs: dayMs });
  work.then(end, end);
  while (!ended || queue.length > 0) {
    const line = queue.shift();
    if (line !== undefined) yield line;
    else
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  }
  if (!signal?.aborted) await work;
}

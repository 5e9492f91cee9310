import type { MachineHost } from './machine-host.ts';

export interface JournalOptions {
  lines: number;
  follow: boolean;
  signal?: AbortSignal;
  /** The caretaker's lines, and not those of the host's own program. */
  ofCaretaker: boolean;
}

/** The last lines of a host's log, then, where asked, what is written to it until the signal. */
export async function* readJournal(
  machine: MachineHost,
  { lines, follow, signal, ofCaretaker }: JournalOptions,
): AsyncGenerator<string> {
  const which = [String(lines), ...(ofCaretaker ? ['caretaker'] : [])];
  if (!follow) {
    const text = await machine.act(['logs', ...which]);
    yield* text === '' ? [] : text.split('\n');
    return;
  }
  yield* followJournal(machine, which, signal);
}

const dayMs = 86_400_000;

async function* followJournal(machine: MachineHost, which: string[], signal?: AbortSignal) {
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
  const work = machine.act(['follow', ...which], { onOutput, signal, timeoutMs: dayMs });
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

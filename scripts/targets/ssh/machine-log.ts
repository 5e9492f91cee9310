import type { MachineHost } from './machine-host.ts';

/** The last lines of a host's journal, then, where asked, what is written to it until the signal. */
export async function* readJournal(
  machine: MachineHost,
  { lines, follow, signal }: { lines: number; follow: boolean; signal?: AbortSignal },
): AsyncGenerator<string> {
  if (!follow) {
    const text = await machine.act(['logs', String(lines)]);
    yield* text === '' ? [] : text.split('\n');
    return;
  }
  yield* followJournal(machine, { lines, signal });
}

const dayMs = 86_400_000;

async function* followJournal(machine: MachineHost, { lines, signal }: { lines: number; signal?: AbortSignal }) {
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
  const work = machine.act(['follow', String(lines)], { onOutput, signal, timeoutMs: dayMs });
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

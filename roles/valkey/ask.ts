import { connect } from 'node:net';
import type { Endpoint } from '../../scripts/settings/endpoints.ts';

interface AskOptions {
  password: string;
  timeoutMs: number;
}

/** What a Valkey or a Sentinel says to a command that it answers with one text; on a connection of its own. */
export function askServer(at: Endpoint, command: string[], { password, timeoutMs }: AskOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: at.address, port: at.port });
    const end = (finish: () => void) => {
      clearTimeout(timer);
      socket.destroy();
      finish();
    };
    const fail = (message: string) => end(() => reject(new Error(message)));
    const timer = setTimeout(() => fail('no answer in time'), timeoutMs);
    let text = '';
    socket.setEncoding('latin1');
    socket.on('error', ({ message }) => fail(message));
    socket.on('close', () => fail('the connection was closed'));
    socket.on('data', (chunk) => {
      text += chunk;
      const { answer, error } = readReply(text);
      if (answer !== undefined) end(() => resolve(answer));
      else if (error !== undefined) fail(error);
    });
    socket.write(renderCommand(['AUTH', password]) + renderCommand(command));
  });
}

/** The text of the second answer, behind the OK of the password; neither while it is not all there. */
export function readReply(text: string): { answer?: string; error?: string } {
  const error = /^(?:\+OK\r\n)?-(.*)\r\n/.exec(text)?.[1];
  if (error !== undefined) return { error };
  const [, line] = /^\+OK\r\n[+:](.*)\r\n/.exec(text) ?? [];
  if (line !== undefined) return { answer: line };
  const [head, length] = /^\+OK\r\n\$(\d+)\r\n/.exec(text) ?? [];
  const answer = text.slice(head?.length, (head?.length ?? 0) + Number(length));
  return head !== undefined && answer.length === Number(length) ? { answer } : {};
}

function renderCommand(words: string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
}

import { connect } from 'node:net';
import type { Endpoint } from '../../scripts/settings/endpoints.ts';

/** What a Valkey or a Sentinel says to INFO, after the password; on a connection of its own. */
export function askInfo(at: Endpoint, password: string, { timeoutMs }: { timeoutMs: number }): Promise<string> {
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
      const info = readInfoReply(text);
      if (info !== undefined) end(() => resolve(info));
      else if (text.startsWith('-')) fail(text.trim());
    });
    socket.write(renderCommand(['AUTH', password]) + renderCommand(['INFO']));
  });
}

/** The text of the second answer, behind the OK of the first; undefined while it is not all there. */
export function readInfoReply(text: string): string | undefined {
  const [head, length] = /^\+OK\r\n\$(\d+)\r\n/.exec(text) ?? [];
  if (head === undefined) return undefined;
  const info = text.slice(head.length, head.length + Number(length));
  return info.length === Number(length) ? info : undefined;
}

function renderCommand(words: string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
}

import { connect, type Socket } from 'node:net';
import { UserError } from '../../scripts/messages/user-error.ts';

export interface AdminSocketOptions {
  /** The unix socket that haproxy.cfg calls ADMIN_SOCKET. */
  path: string;
  timeoutMs: number;
  signal?: AbortSignal;
}

/** Send one command to HAProxy's admin socket and return what it answers, such as `show servers state`. */
export async function askAdminSocket(command: string, { path, timeoutMs, signal }: AdminSocketOptions) {
  if (/[\r\n;]/.test(command)) throw new TypeError(`One command at a time, not ${JSON.stringify(command)}`);
  const deadline = AbortSignal.timeout(timeoutMs);
  const socket = connect({ path });
  try {
    socket.write(`${command}\n`);
    return await readToEnd(socket, signal ? AbortSignal.any([signal, deadline]) : deadline);
  } catch (error) {
    signal?.throwIfAborted();
    throw explain(error as NodeJS.ErrnoException, { path, timeoutMs });
  } finally {
    socket.destroy();
  }
}

function readToEnd(socket: Socket, signal: AbortSignal) {
  return new Promise<string>((resolve, reject) => {
    let answer = '';
    socket.setEncoding('utf8');
    socket.on('data', (text) => {
      answer += text;
    });
    socket.once('end', () => resolve(answer.trimEnd()));
    socket.once('error', reject);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

const reasons: Record<string, string> = {
  ENOENT: 'there is no such socket: HAProxy does not run, or with another ADMIN_SOCKET',
  ECONNREFUSED: 'no process listens there: HAProxy has ended',
  EACCES: 'this account may not write to it: it belongs to the account that HAProxy runs as',
  EPERM: 'this account may not write to it: it belongs to the account that HAProxy runs as',
};

function explain(error: NodeJS.ErrnoException, { path, timeoutMs }: AdminSocketOptions) {
  const late = error.name === 'TimeoutError' ? `no answer within ${timeoutMs} ms` : undefined;
  const reason = late ?? reasons[error.code ?? ''] ?? error.message;
  return new UserError(`HAProxy's admin socket ${path}: ${reason}`, { next: './lab status', cause: error });
}

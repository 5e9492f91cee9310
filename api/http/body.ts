import type { IncomingMessage } from 'node:http';
import { protocolError } from './api-error.ts';
import { parseForm } from './form-body.ts';
import type { Context } from './state.ts';

const malformed = () => protocolError({ status: 400, subject: 'body', message: 'cannot be read' });
const tooLarge = () => protocolError({ status: 413, subject: 'body', message: 'is too large' });
const unsupported = () => protocolError({ status: 415, subject: 'body', message: 'has an encoding nobody reads here' });

type Format = (text: string) => unknown;

/** Reads a body when a route asks for it: JSON, or a form with `user[email]=…`; anything else is no input. */
export function createBodyReader({ limitBytes }: { limitBytes: number }) {
  return async function readBody({ req, state }: Context): Promise<unknown> {
    const { format, isSupported } = chooseFormat(req.headers);
    if (!isSupported) throw unsupported();
    const bytes = await readBytes(req, limitBytes);
    if (!format || bytes.length === 0) return {};
    try {
      return format(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    } catch {
      if (state.contract.takesMalformedJson) return {};
      throw malformed();
    }
  };
}

/** How a body is to be read, by its type; none for types that are no input. */
export function chooseFormat(headers: IncomingMessage['headers']): { format: Format | null; isSupported: boolean } {
  const type = headers['content-type']?.toLowerCase() ?? '';
  const charset = /;\s*charset\s*=\s*"?([\w-]+)/.exec(type)?.[1] ?? 'utf-8';
  const encoding = headers['content-encoding'] ?? 'identity';
  const isSupported = ['utf-8', 'utf8', 'us-ascii'].includes(charset) && encoding === 'identity';
  if (/^[^;]*[/+]json\s*(;|$)/.test(type)) return { format: JSON.parse, isSupported };
  if (/^application\/x-www-form-urlencoded\s*(;|$)/.test(type)) return { format: parseForm, isSupported };
  return { format: null, isSupported };
}

/** Collects a body up to a limit. */
async function readBytes(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = Number(request.headers['content-length'] ?? 0) || 0;
  if (length <= limitBytes) {
    length = 0;
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      length += chunk.length;
      if (length > limitBytes) break;
      chunks.push(chunk);
    }
  }
  if (length > limitBytes) throw tooLarge();
  return Buffer.concat(chunks);
}

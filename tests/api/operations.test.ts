import test from 'ava';
import { send } from './support/http.ts';
import { sendUnread } from './support/raw.ts';

for (const path of ['/health', '/ready']) {
  test(`${path} answers 200 in JSON, without a token and without a secret`, async (t) => {
    const answer = await send('GET', path);
    t.is(answer.status, 200, answer.summary);
    t.regex(answer.headers['content-type'] ?? '', /^application\/json/);
    t.notRegex(answer.text, /password|secret/i);
  });

  test(`${path} can be asked with HEAD`, async (t) => {
    t.is((await send('HEAD', path)).status, 200);
  });
}

test('/metrics are in the Prometheus format and count requests by route and status', async (t) => {
  const counted = async (): Promise<number> => {
    const { text } = await send('GET', '/metrics');
    const lines = text.split('\n').filter((line) => /^\w+_(?:count|total)\{.*"\/tags".*"200"/.test(line));
    return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  };
  const before = await counted();
  for (let count = 0; count < 3; count += 1) await send('GET', '/laravel/api/tags');
  t.true((await counted()) >= before + 3);
});

test('/metrics show the pool, the event loop and the latency, and no slug', async (t) => {
  await send('GET', '/laravel/api/articles/some-slug-that-is-not-there');
  const answer = await send('GET', '/metrics');
  t.is(answer.status, 200);
  t.regex(answer.headers['content-type'] ?? '', /^text\/plain/);
  for (const name of [/event_loop_delay/, /_bucket\{/, /pool/, /bcrypt|password/, /retries/]) {
    t.true(name.test(answer.text), `no metric has ${name} in its name`);
  }
  t.notRegex(answer.text, /some-slug-that-is-not-there/);
});

test('/metrics are not for a client whose request a proxy hands on', async (t) => {
  const answer = await send('GET', '/metrics', { headers: { 'x-forwarded-for': '192.0.2.1' } });
  t.is(answer.status, 401);
  t.notRegex(answer.text, /_bucket/);
});

test('/ is a page for people, with links', async (t) => {
  const answer = await send('GET', '/');
  t.is(answer.status, 200, answer.summary);
  t.regex(answer.headers['content-type'] ?? '', /^text\/html/);
  t.regex(answer.text, /href="\/docs/);
});

test('/docs works without the internet', async (t) => {
  const answer = await send('GET', '/docs');
  const page =
    answer.status >= 300 && answer.status < 400 ? await send('GET', String(answer.headers.location)) : answer;
  t.is(page.status, 200, page.summary);
  t.regex(page.headers['content-type'] ?? '', /^text\/html/);
  t.deepEqual(page.text.match(/(?:src|href)="https?:\/\/(?!127\.|localhost)[^"]+\.(?:js|css)"/g), null);
  const base = new URL(String(answer.headers.location ?? '/docs'), 'http://x').pathname;
  for (const [, asset] of page.text.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)) {
    const { pathname } = new URL(asset ?? '', `http://x${base}`);
    t.is((await send('GET', pathname)).status, 200, pathname);
  }
});

test('/docs follows the colours of the browser, and has a way back', async (t) => {
  const page = await send('GET', '/docs');
  t.regex(page.text, /<a [^>]*href="\/"/);
  t.regex((await send('GET', '/docs/start.js')).text, /prefers-color-scheme: dark/);
  t.regex((await send('GET', '/docs/swagger-ui.css')).text, /\.dark-mode \.swagger-ui/);
});

test('/docs shows no padlock, because Swagger UI closes it where no token is needed', async (t) => {
  t.regex((await send('GET', '/docs')).text, /href="\/docs\/page\.css"/);
  t.regex((await send('GET', '/docs/page.css')).text, /\.authorization__btn { display: none; }/);
});

test('the files of /docs are sent compressed, and once', async (t) => {
  for (const name of ['', '/swagger-ui-bundle.js', '/swagger-ui.css', '/openapi.json']) {
    const get = (headers: Record<string, string>) => sendUnread('GET', `/docs${name}`, { headers });
    const plain = await get({});
    const compressed = await get({ 'accept-encoding': 'gzip, br' });
    t.is(plain.headers['content-encoding'], undefined);
    t.is(compressed.headers['content-encoding'], 'gzip');
    t.regex(compressed.headers.vary ?? '', /Accept-Encoding/i);
    t.true(Number(compressed.headers['content-length']) < 0.7 * Number(plain.headers['content-length']));
    t.true(Number(compressed.headers['content-length']) < 600_000);
    for (const [answer, encoding] of [
      [plain, 'identity'],
      [compressed, 'gzip'],
    ] as const) {
      const again = await get({ 'accept-encoding': encoding, 'if-none-match': String(answer.headers.etag) });
      t.is(again.status, 304);
      t.is(again.text, '');
    }
  }
});

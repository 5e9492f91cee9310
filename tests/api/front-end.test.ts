import { gunzipSync } from 'node:zlib';
import test from 'ava';
import got from 'got';
import { environment } from './support/environment.ts';
import { send } from './support/http.ts';

const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const page = () => send('GET', '/', { headers: html });
const listAssets = (text: string) =>
  [...text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? '');

test('every page of the front end is the same document, for clients that want one', async (t) => {
  const { text } = await page();
  for (const path of [
    '/login',
    '/editor/some-slug',
    '/profile/some%20one/favorites',
    '/tag/a%2Fb',
    '/article/no-such',
  ]) {
    const answer = await send('GET', path, { headers: html });
    t.is(answer.status, 200, answer.summary);
    t.is(answer.text, text);
    t.is((await send('GET', path, { headers: { accept: 'application/json' } })).status, 404);
  }
});

test('paths that are no pages stay 404 in the shape of the contract, whatever is wanted', async (t) => {
  for (const path of [
    '/no-such-page',
    '/article',
    '/assets/main-AAAAAAAA.js',
    '/assets/../index.html',
    '/assets/record.json',
  ]) {
    const answer = await send('GET', path, { headers: html });
    t.is(answer.status, 404, answer.summary);
    t.deepEqual(answer.body.errors, { message: '404 Not Found', status_code: 404 });
  }
  t.is((await send('POST', '/login', { headers: html, json: {} })).status, 404);
});

test('the document is asked for again each time, its files are kept for ever', async (t) => {
  const { headers, text } = await page();
  t.is(headers['cache-control'], 'no-cache');
  t.is((await send('GET', '/', { headers: { ...html, 'if-none-match': String(headers.etag) } })).status, 304);
  const assets = listAssets(text);
  t.true(assets.length >= 3);
  for (const path of assets) {
    const answer = await send('GET', path);
    t.is(answer.status, 200, path);
    t.is(answer.headers['cache-control'], 'public, max-age=31536000, immutable');
  }
  t.is((await send('GET', '/assets/default-avatar.svg')).headers['cache-control'], 'public, max-age=86400');
});

test('files come compressed to clients that can read it, and together they are small', async (t) => {
  const { text } = await page();
  const [chunk = ''] = /render-markdown-[A-Z0-9]+\.js/.exec(await readScripts(text)) ?? [];
  let bytes = 0;
  for (const path of ['/', ...listAssets(text), `/assets/${chunk}`]) {
    const options = { headers: { 'accept-encoding': 'gzip' }, decompress: false } as const;
    const answer = await got(environment.API_URL + path, { ...options, responseType: 'buffer' });
    t.is(answer.headers['content-encoding'], 'gzip');
    t.is(gunzipSync(answer.body).toString(), (await send('GET', path)).text);
    bytes += answer.body.length;
  }
  t.log(`${bytes} bytes, compressed`);
  t.true(bytes < 60_000, `${bytes} bytes`);
});

const readScripts = async (text: string) =>
  (await Promise.all(listAssets(text).map(async (path) => (await send('GET', path)).text))).join('\n');

test('/about is a page for people, with links', async (t) => {
  const answer = await send('GET', '/about');
  t.is(answer.status, 200, answer.summary);
  t.regex(answer.headers['content-type'] ?? '', /^text\/html/);
  t.regex(answer.text, /href="\/docs/);
});

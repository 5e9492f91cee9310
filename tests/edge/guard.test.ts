import test from 'ava';
import { type Sent, startGuardAlone } from './support/guard-alone.ts';

const json = (body: string | Buffer): Sent => ({ type: 'application/json', body });
const form = (body: string, type = 'application/x-www-form-urlencoded'): Sent => ({ type, body });
const parts = (value: string, end = '\r\n'): Sent => ({
  type: 'multipart/form-data; boundary=x',
  body: ['--x', 'Content-Disposition: form-data; name="article[body]"', '', value, '--x--', ''].join(end),
});
const attack = '{"user":{"email":"\' or 1=1 -- "}}';
const texts = 'It sends GET /api/tags HTTP/1.1,\nand a java.lang.String is a text in Java.';

const answers: [what: string, sent: Sent, status: number, query?: string][] = [
  ['an attack in JSON', json(attack), 403],
  ['one behind a byte order mark', json(`\ufeff${attack}`), 400],
  ['one behind 5,000 parameters', json(attack), 400, `?${'a&'.repeat(5_000)}`],
  ['one in a form', form("user[email]='+or+1=1+--+"), 403],
  [
    'one in a form whose type ends in json',
    form("user[email]='+or+1=1+--+", 'application/x-www-form-urlencoded; a=b/json'),
    403,
  ],
  ['malformed JSON', json('{"user":'), 400],
  ['JSON of 65 levels', json('['.repeat(65) + ']'.repeat(65)), 400],
  ['JSON that is not in UTF-8', json(Buffer.from('{"user":"\u00e9"}', 'latin1')), 400],
  ['parts whose lines end in LF', parts('a', '\n'), 400],
  ['parts without an end', { ...parts('a'), body: '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb' }, 400],
  [
    'a field that a pattern is given up over',
    json(JSON.stringify({ user: { email: 'john.o a(b) x=1 '.repeat(3_000) } })),
    400,
  ],
  ['no body, of the type of JSON', json(''), 200],
  ['texts in JSON', json(JSON.stringify({ article: { body: texts, tagList: [texts] } })), 200],
  ['texts in a form', form(`article[body]=${encodeURIComponent(texts)}`), 200],
  ['texts in parts', parts(texts), 200],
  ['a long text', json(JSON.stringify({ article: { body: "<div id='a'>(select 1) \n".repeat(10_000) } })), 200],
  ['a webhook at an address', json('{"webhook":{"url":"http://192.0.2.1/x"}}'), 200],
  ['a webhook that ends in a question mark', form('webhook[url]=https://example.com/x%3F'), 200],
];

test('what the guard cannot read is refused, and texts and addresses of all kinds pass', async (t) => {
  t.timeout(120_000);
  const guard = await startGuardAlone({ answersAfterMs: 0 });
  t.teardown(guard.end);
  for (const [what, sent, status, query = ''] of answers) {
    t.is((await guard.ask(`/api/any${query}`, sent)).status, status, what);
  }
});

test('the age of an answer counts from the question, however late the API answers', async (t) => {
  t.timeout(120_000);
  const answersAfterMs = 1_200;
  const guard = await startGuardAlone({ answersAfterMs });
  t.teardown(guard.end);
  const askedMs = Date.now();
  const { status, headers } = await guard.ask('/api/tags');
  const answeredMs = Date.now();
  t.is(status, 200);
  // The question was there so long before the answer; a timer may end a moment early.
  const latest = Math.floor((answeredMs - answersAfterMs + 10) / 1_000);
  const told = Number(headers['x-asked-at']);
  t.true(told >= Math.floor(askedMs / 1_000) - 1 && told <= latest, `asked at ${told}, and at the latest at ${latest}`);
});

import test from 'ava';
import { isOwnHost, type Knock, permit, readKey, viewKey } from '../../../page/server/access.ts';

const gate = { port: 9300, key: 'a-key-that-cannot-be-guessed' };
const own = 'http://127.0.0.1:9300';

const knock = (changes: Partial<Knock> = {}): Knock => ({
  method: 'POST',
  host: '127.0.0.1:9300',
  origin: own,
  site: 'same-origin',
  cookie: `lab-page-9300=${gate.key}`,
  ...changes,
});

test('the page itself may command, with the cookie of the link', (t) => {
  t.is(permit(knock(), gate), 'command');
  t.is(permit(knock({ host: 'localhost:9300', origin: 'http://localhost:9300' }), gate), 'command');
  t.is(permit(knock({ method: 'GET', origin: undefined, site: 'none' }), gate), 'command');
});

test('a browser with the key for looking may look and not command', (t) => {
  const cookie = `theme=dark; lab-page-9300=${viewKey(gate.key)}`;
  t.is(permit(knock({ method: 'GET', origin: undefined, cookie }), gate), 'look');
  t.is(permit(knock({ cookie }), gate), undefined);
});

const isRefused = test.macro<[Partial<Knock>]>((t, changes) => {
  t.is(permit(knock(changes), gate), undefined);
});

test('a form of another page is refused', isRefused, { origin: 'https://evil.example', site: 'cross-site' });
test('a page on another port of this machine is refused', isRefused, {
  origin: 'http://127.0.0.1:3000',
  site: 'same-site',
});
test('a page without an origin, such as a sandboxed frame, is refused', isRefused, { origin: 'null' });
test('a command without an Origin is refused', isRefused, { origin: undefined });
test('a name that points to this machine is refused', isRefused, {
  host: 'evil.example:9300',
  origin: 'http://evil.example:9300',
});
test('another port in Host is refused', isRefused, { host: '127.0.0.1:80' });
test('a request without Host is refused', isRefused, { host: undefined });
test('a browser without the cookie is refused', isRefused, { cookie: undefined });
test("another lab's cookie is refused", isRefused, { cookie: `lab-page-9400=${gate.key}` });
test('a guessed key is refused', isRefused, { cookie: 'lab-page-9300=a-key-that-cannot-be-guesse' });
test('an empty key is refused', isRefused, { cookie: 'lab-page-9300=' });
test('another page cannot even read', isRefused, { method: 'GET', origin: 'https://evil.example' });

test('a key of a link gives what it is for', (t) => {
  t.is(readKey(gate.key, gate), 'command');
  t.is(readKey(viewKey(gate.key), gate), 'look');
  t.is(readKey('', gate), undefined);
});

test('only its own names are the page', (t) => {
  t.true(isOwnHost('127.0.0.1:9300', gate));
  t.false(isOwnHost('127.0.0.1.evil.example:9300', gate));
  t.false(isOwnHost('127.0.0.1', gate));
});

test('a port that another program forwards may have any number, and no other name', (t) => {
  const forwarded = { ...gate, isForwarded: true };
  t.true(isOwnHost('127.0.0.1:14300', forwarded));
  t.true(isOwnHost('localhost:14300', forwarded));
  t.false(isOwnHost('127.0.0.1:14300', gate));
  for (const host of ['evil.example:14300', '127.0.0.1.evil.example:14300', '172.28.17.51:9300', undefined]) {
    t.false(isOwnHost(host, forwarded), host);
  }
});

import test from 'ava';
import { anonymous, identify, parseAuthorization } from '../../../../api/http/authentication.ts';
import type { Tokens } from '../../../../api/users/tokens.ts';

const bearer = { id: 7, passwordUntilMs: 5 };
const tokens: Tokens = {
  create: () => '',
  read: (token) => (token === 'good' ? bearer : { problem: token === 'old' ? 'expired' : 'invalid' }),
};

for (const header of ['Token good', 'token good', 'Bearer good', 'bEaReR   good ', ' Token good']) {
  test(`${JSON.stringify(header)} carries a token`, (t) => {
    t.is(parseAuthorization(header), 'good');
  });
}

for (const header of [undefined, '', 'Token', 'Token ', 'good', 'Basic good', 'Tokengood']) {
  test(`${JSON.stringify(header)} carries none`, (t) => {
    t.is(parseAuthorization(header), null);
  });
}

test('a good token is its user wherever a token counts', (t) => {
  for (const access of ['required', 'optional'] as const) {
    t.deepEqual(identify('Token good', access, tokens), { viewer: bearer });
  }
  t.deepEqual(identify('Token good', 'public', tokens), { viewer: anonymous });
});

test('no token is a problem only where one is required', (t) => {
  t.deepEqual(identify(undefined, 'required', tokens), { viewer: anonymous, problem: 'absent' });
  t.deepEqual(identify(undefined, 'optional', tokens), { viewer: anonymous });
});

test('a bad token is a problem even where none is needed', (t) => {
  t.deepEqual(identify('Token bad', 'optional', tokens), { viewer: anonymous, problem: 'invalid' });
  t.deepEqual(identify('Token old', 'optional', tokens), { viewer: anonymous, problem: 'expired' });
  t.deepEqual(identify('Token bad', 'public', tokens), { viewer: anonymous });
});

test('a header of any length is read in one pass', (t) => {
  const startMs = performance.now();
  for (const gap of [' '.repeat(64_000), '\t '.repeat(32_000)]) {
    t.is(parseAuthorization(`token x${gap}y`), `x${gap}y`);
    t.is(parseAuthorization(`token${gap}x`), 'x');
  }
  t.true(performance.now() - startMs < 1_000, 'a pattern that backtracks takes 8 s for it');
});

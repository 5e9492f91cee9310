import test from 'ava';
import { articleChangesSchema, articleQuerySchema, articleSchema } from '../../../../api/articles/schema.ts';
import { check } from '../../../../api/http/rules.ts';

const sound = { title: 't', description: 'd', body: 'b' };

const broken = test.macro({
  exec(t, input: object, fields: object) {
    t.deepEqual(check(articleSchema, input), { ok: false, fields: fields as Record<string, string[]> });
  },
  title: (_, input, fields) => `${JSON.stringify(input).slice(0, 60)} breaks ${JSON.stringify(fields)}`,
});

test(broken, {}, { title: ['required'], description: ['required'], body: ['required'] });
test(broken, { ...sound, title: '  ' }, { title: ['required'] });
test(broken, { ...sound, title: null }, { title: ['required'] });
test(broken, { ...sound, title: 5 }, { title: ['string'] });
test(broken, { ...sound, title: 'x'.repeat(256) }, { title: ['max:255'] });
test(broken, { ...sound, body: 'a\0b' }, { body: ['format'] });
test(broken, { ...sound, body: 'half \ud83d pair' }, { body: ['format'] });
test(broken, { ...sound, body: 'x'.repeat(65_537) }, { body: ['kilobytes:64'] });
test(broken, { ...sound, body: 'é'.repeat(32_769) }, { body: ['kilobytes:64'] });
test(broken, { ...sound, body: `x${'\u0001'.repeat(10_923)}x` }, { body: ['kilobytes:64'] });
test(broken, { ...sound, tagList: 'a' }, { tagList: ['array'] });
test(broken, { ...sound, tagList: null }, { tagList: ['array'] });
test(broken, { ...sound, tagList: [1, 2] }, { tagList: ['string'] });
test(broken, { ...sound, tagList: Array(21).fill('a') }, { tagList: ['items:20'] });
test(broken, { ...sound, tagList: ['x'.repeat(256)] }, { tagList: ['max:255'] });

test('texts are trimmed, blank tags dropped, anything else left out', (t) => {
  const input = { title: ' t ', description: 'd', body: '\nb\n', tagList: [' a ', ' '], slug: 'mine', userId: 1 };
  t.deepEqual(check(articleSchema, input), {
    ok: true,
    value: { title: 't', description: 'd', body: 'b', tagList: ['a'] },
  });
});

test('255 emoji are 255 characters', (t) => {
  t.true(check(articleSchema, { ...sound, title: '🐉'.repeat(255) }).ok);
  t.false(check(articleSchema, { ...sound, title: '🐉'.repeat(256) }).ok);
});

test('a change needs nothing, and what is there must not be blank', (t) => {
  t.deepEqual(check(articleChangesSchema, {}), { ok: true, value: {} });
  t.deepEqual(check(articleChangesSchema, { title: null, body: '', tagList: null }), {
    ok: false,
    fields: { title: ['blank:string'], body: ['blank:string'], tagList: ['array'] },
  });
});

test('a change may name the version that it was made from, by the time of both contracts', (t) => {
  const basedOn = new Date(1_800_000_000_123);
  for (const text of ['2027-01-15T08:00:00.123Z', '2027-01-15T08:00:00.123+00:00', '2027-01-15T09:00:00.123+01:00']) {
    t.deepEqual(check(articleChangesSchema, { basedOn: text }), { ok: true, value: { basedOn } });
  }
  for (const text of ['yesterday', '2027-01-15', 1_800_000_000_123, null]) {
    t.deepEqual(check(articleChangesSchema, { basedOn: text }), { ok: false, fields: { basedOn: ['format'] } });
  }
});

test('a list is twenty from the start unless it is asked otherwise', (t) => {
  t.deepEqual(check(articleQuerySchema, {}), { ok: true, value: { limit: 20, offset: 0 } });
  t.deepEqual(check(articleQuerySchema, { limit: '5', offset: '10', tag: ' x ', author: '' }), {
    ok: true,
    value: { limit: 5, offset: 10, tag: 'x', author: undefined },
  });
});

for (const limit of ['0', '-1', '101', '1.5', '1e1', 'ten', '99999999999999999999', '0x10', 'NaN', 'Infinity']) {
  test(`a limit of ${limit} is refused`, (t) => {
    t.false(check(articleQuerySchema, { limit }).ok);
  });
}

for (const offset of ['-1', '1.5', 'x', '99999999999999999999']) {
  test(`an offset of ${offset} is refused`, (t) => {
    t.false(check(articleQuerySchema, { offset }).ok);
  });
}

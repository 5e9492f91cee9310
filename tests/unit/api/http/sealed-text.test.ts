import { randomBytes } from 'node:crypto';
import test from 'ava';
import { openText, sealText } from '../../../../api/http/sealed-text.ts';

test('a text comes back with the key it was sealed with, and with no other', (t) => {
  const key = randomBytes(32);
  const sealed = sealText('{"token":"ü"}', key);
  t.is(openText(sealed, key), '{"token":"ü"}');
  t.throws(() => openText(sealed, randomBytes(32)));
});

test('a changed byte is noticed', (t) => {
  const key = randomBytes(32);
  const sealed = sealText('text', key);
  sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
  t.throws(() => openText(sealed, key));
});

test('the same text is never sealed to the same bytes', (t) => {
  const key = randomBytes(32);
  t.notDeepEqual(sealText('text', key), sealText('text', key));
});

import test from 'ava';
import { parseForm } from '../../../../api/http/form-body.ts';

const forms = test.macro({
  exec(t, text: string, value: unknown) {
    t.deepEqual(parseForm(text), value);
  },
  title: (_, text) => `${text || 'nothing'} is read as PHP reads it`,
});

test(forms, '', {});
test(forms, 'user[email]=a%40b.co&user[password]=x+y', { user: { email: 'a@b.co', password: 'x y' } });
test(forms, 'user%5Bemail%5D=a', { user: { email: 'a' } });
test(forms, 'article[tagList][]=x&article[tagList][]=y', { article: { tagList: ['x', 'y'] } });
test(forms, 'article[tagList][0]=x&article[tagList][1]=y', { article: { tagList: ['x', 'y'] } });
test(forms, 'article[tagList][b]=x', { article: { tagList: { b: 'x' } } });
test(forms, 'a=1&a=2', { a: '2' });
test(forms, 'user=1&user[name]=2', { user: { name: '2' } });
test(forms, 'a', { a: '' });
test(forms, '=1&&a=2', { a: '2' });
test(forms, 'a=1=2', { a: '1=2' });

test('a key named like the prototype is a key like any other', (t) => {
  parseForm('__proto__[polluted]=1&a[__proto__][polluted]=1&constructor[prototype][polluted]=1');
  t.is(({} as { polluted?: unknown }).polluted, undefined);
});

for (const text of ['a=%ff', 'a=%', `a${'[b]'.repeat(20)}=1`, Array(1001).fill('a=1').join('&')]) {
  test(`${text.slice(0, 20)} is refused`, (t) => {
    t.throws(() => parseForm(text));
  });
}

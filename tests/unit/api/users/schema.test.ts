import test from 'ava';
import { check } from '../../../../api/http/rules.ts';
import { loginSchema, registrationSchema, userChangesSchema } from '../../../../api/users/schema.ts';

const sound = { username: 'jake', email: 'jake@jake.jake', password: 'secret' };

const broken = test.macro({
  exec(t, input: object, fields: object) {
    const { fields: actual } = check(registrationSchema, input) as { fields: object };
    t.deepEqual(actual, fields);
  },
  title: (_, input, fields) => `registering ${JSON.stringify(input).slice(0, 60)} breaks ${JSON.stringify(fields)}`,
});

test(broken, {}, { username: ['required'], email: ['required'], password: ['required'] });
test(broken, { ...sound, username: 'two words' }, { username: ['alpha'] });
test(broken, { ...sound, username: `${'n'.repeat(50)}!` }, { username: ['max:50', 'alpha'] });
test(broken, { ...sound, username: ['jake'] }, { username: ['alpha'] });
test(broken, { ...sound, email: 'no-at-sign' }, { email: ['email'] });
test(broken, { ...sound, email: 5 }, { email: ['email'] });
test(broken, { ...sound, email: `${'x'.repeat(250)}@example.com` }, { email: ['email', 'max:255'] });
test(broken, { ...sound, password: 'short' }, { password: ['min:6'] });
test(broken, { ...sound, password: '      ' }, { password: ['required'] });
test(broken, { ...sound, password: 12345678 }, { password: ['string'] });
test(broken, { ...sound, password: 'null\0byte' }, { password: ['format'] });

for (const username of ['jake', 'j.a-k_e', 'Jürgen', 'Яков', '12']) {
  test(`${username} is a name`, (t) => {
    t.true(check(registrationSchema, { ...sound, username }).ok);
  });
}

for (const email of ['a@b.co', 'first.last+tag@sub.example.org', "o'brien@example.com", 'x_y@test.io']) {
  test(`${email} is an address`, (t) => {
    t.true(check(registrationSchema, { ...sound, email }).ok);
  });
}

for (const email of [
  'a@b',
  'a b@c.de',
  'a@@b.co',
  '.a@b.co',
  'a..b@c.de',
  'a@-b.co',
  'a@b..co',
  '@b.co',
  'a@',
  'a@b.co\n.',
]) {
  test(`${JSON.stringify(email)} is no address`, (t) => {
    t.false(check(registrationSchema, { ...sound, email }).ok);
  });
}

test('a password is not trimmed, everything else is', (t) => {
  const checked = check(registrationSchema, { username: ' jake ', email: ' jake@jake.jake ', password: ' secret ' });
  t.deepEqual(checked, { ok: true, value: { ...sound, password: ' secret ' } });
});

test('a long address of a login takes little of the processor', (t) => {
  const before = process.cpuUsage();
  t.false(check(loginSchema, { email: `${'a.'.repeat(200_000)}@`, password: 'x' }).ok);
  t.true(process.cpuUsage(before).user < 1_000_000);
});

test('a change may blank bio and image, and nothing else', (t) => {
  t.deepEqual(check(userChangesSchema(6), { bio: ' ', image: null }), { ok: true, value: { bio: null, image: null } });
  t.deepEqual(check(userChangesSchema(8), { username: null, email: '', password: null }), {
    ok: false,
    fields: { username: ['blank:alpha'], email: ['blank:email'], password: ['blank:min:8'] },
  });
});

test('the contract says how long a changed password must be', (t) => {
  t.true(check(userChangesSchema(6), { password: '123456' }).ok);
  t.false(check(userChangesSchema(8), { password: '1234567' }).ok);
});

for (const image of ['https://example.com/a.png', 'http://localhost:8080/x?y=1#z', 'ftp://files.example.com/a']) {
  test(`${image} is an image`, (t) => {
    t.true(check(userChangesSchema(6), { image }).ok);
  });
}

for (const image of ['nothing', 'http://', '//example.com/a', 'javascript://alert(1)', 'http://a b.c/', 5, ['x']]) {
  test(`${JSON.stringify(image)} is no image`, (t) => {
    t.deepEqual(check(userChangesSchema(6), { image }), { ok: false, fields: { image: ['format'] } });
  });
}

for (const image of [
  'https://a.example/\0',
  'https://a.example/\u001b[2J',
  `https://a.example/"onerror="alert(1)`,
  `https://a.example/'`,
  'https://a.example/<b>',
  'javascript://a.example/%0aalert(1)',
  'data://text/html,x',
  'https://a.example/\u202egnp.exe',
  'https://a.example/a\\b',
]) {
  test(`${JSON.stringify(image)} is no image`, (t) => {
    t.deepEqual(check(userChangesSchema(6), { image }), { ok: false, fields: { image: ['format'] } });
  });
}

for (const username of ['.', '..', '-', '_', '.hidden', '\u0301\u0302', 'аdmin', 'αdmin', 'jаke', 'Jake\u0430']) {
  test(`${JSON.stringify(username)} is no name`, (t) => {
    t.deepEqual(check(userChangesSchema(6), { username }), { ok: false, fields: { username: ['alpha'] } });
  });
}

for (const username of [
  'jake',
  'j.a-k_e',
  'José',
  'Владимир',
  '日本太郎',
  'ひらカタ漢',
  '한국인',
  'م_محمد',
  '0cool',
  'Ωμέγα7',
]) {
  test(`${username} is accepted as a name`, (t) => {
    t.like(check(userChangesSchema(6), { username }), { ok: true });
  });
}

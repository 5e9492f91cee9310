import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import {
  generateAppKey,
  generateJwtSecret,
  setEnvironmentValue,
  writeEnvironmentValue,
} from '../../../../scripts/state/keys.ts';

test('a key is one that artisan would make', (t) => {
  t.regex(generateAppKey(), /^base64:[A-Za-z0-9+/]{43}=$/);
  t.not(generateAppKey(), generateAppKey());
});

test('a secret is 64 letters and digits', (t) => {
  t.regex(generateJwtSecret(), /^[A-Za-z0-9]{64}$/);
  t.not(generateJwtSecret(), generateJwtSecret());
});

test('a value takes the place of the old one, or comes last', (t) => {
  t.is(setEnvironmentValue('A=1\nKEY=old\nB=2\n', 'KEY', 'new'), 'A=1\nKEY=new\nB=2\n');
  t.is(setEnvironmentValue('KEY=\n', 'KEY', 'a$&b'), 'KEY=a$&b\n');
  t.is(setEnvironmentValue('A=1', 'KEY', 'new'), 'A=1\nKEY=new\n');
  t.is(setEnvironmentValue('', 'KEY', 'new'), 'KEY=new\n');
  t.is(setEnvironmentValue('OTHER_KEY=1\n', 'KEY', 'new'), 'OTHER_KEY=1\nKEY=new\n');
});

test("the file is its owner's alone", async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'env-'));
  const file = join(directory, '.env');
  await writeEnvironmentValue(file, 'KEY', 'one');
  await writeEnvironmentValue(file, 'KEY', 'two');
  t.is(await readFile(file, 'utf8'), 'KEY=two\n');
  t.is((await stat(file)).mode & 0o777, 0o600);
  await rm(directory, { recursive: true });
});

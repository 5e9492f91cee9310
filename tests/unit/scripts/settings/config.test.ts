import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import test from 'ava';
import { UserError } from '../../../../scripts/messages/user-error.ts';
import { readConfig } from '../../../../scripts/settings/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-config-'));
const laravel = join(folder, 'laravel.env');
writeFileSync(
  laravel,
  'APP_ENV=production\nDB_HOST=172.28.17.52\nDB_DATABASE=realworld\nDB_USERNAME=haproxy_root\nDB_PASSWORD=admin\n',
);

test.after.always(() => rmSync(folder, { recursive: true }));

test('the lines of a Laravel .env work as they are', (t) => {
  const { overrides, environment } = readConfig({ LAB_ENV_FILE: laravel });
  t.is(overrides.DB_USERNAME, 'haproxy_root');
  t.is(overrides.DB_PASSWORD, 'admin');
  t.is(environment.APP_ENV, 'production');
});

test('the environment goes before .env', (t) => {
  t.is(readConfig({ LAB_ENV_FILE: laravel, DB_USERNAME: 'other' }).overrides.DB_USERNAME, 'other');
});

test('programs beside the lab inherit no line of .env, and find that file from each folder', (t) => {
  const given = { LAB_ENV_FILE: relative('.', laravel), DB_USERNAME: 'other' };
  t.deepEqual(readConfig(given).toolsEnvironment, { ...given, LAB_ENV_FILE: laravel });
});

test('a blank setting counts as none', (t) => {
  t.true(readConfig({ LAB_ENV_FILE: '', LAB_DIR: '' }).stateDir.endsWith('/.lab'));
});

test('all mistakes of the environment are told at once', (t) => {
  const error = t.throws(() => readConfig({ LAB_ENV_FILE: '', LAB_PORT_SHIFT: '-1', DB_USERNAME: "o'brien" }), {
    instanceOf: UserError,
  });
  t.regex(error?.message ?? '', /LAB_PORT_SHIFT[\s\S]*DB_USERNAME/);
});

import { readFileSync } from 'node:fs';
import test from 'ava';
import { environmentSchema, parseConfig } from '../../../api/config.ts';

const secret = '0123456789abcdef0123456789abcdef';

test('an empty environment gives the defaults, and a secret that ends with the process', (t) => {
  const config = parseConfig({});
  t.like(config, { API_PORT: 3000, API_CONTRACT: 'laravel', JWT_TTL: 60, APP_DEBUG: false, API_RESILIENCE: true });
  t.true(config.JWT_SECRET_IS_TEMPORARY);
  t.not(config.JWT_SECRET, parseConfig({}).JWT_SECRET);
});

test('the four lines Laravel users write are enough outside of secrets', (t) => {
  const config = parseConfig({
    APP_ENV: 'local',
    DB_HOST: '172.28.17.52',
    DB_DATABASE: 'realworld',
    DB_USERNAME: 'haproxy_root',
    DB_PASSWORD: 'admin',
  });
  t.like(config, { DB_HOST: '172.28.17.52', DB_USERNAME: 'haproxy_root', DB_PASSWORD: 'admin' });
});

test('production refuses to start without secrets and names the commands that make them', (t) => {
  const error = t.throws(() => parseConfig({ APP_ENV: 'production' }));
  t.regex(error?.message ?? '', /APP_KEY.*key:generate/);
  t.regex(error?.message ?? '', /JWT_SECRET.*jwt:generate/);
  t.notThrows(() => parseConfig({ APP_ENV: 'production', APP_KEY: secret, JWT_SECRET: secret }));
});

test('all problems are told at once', (t) => {
  const error = t.throws(() => parseConfig({ API_PORT: 'http', JWT_TTL: '0', API_CONTRACT: 'rails', JWT_SECRET: 'x' }));
  for (const key of ['API_PORT', 'JWT_TTL', 'API_CONTRACT', 'JWT_SECRET']) t.true(error?.message.includes(key), key);
});

test('a wrong value does not hide a missing secret', (t) => {
  const error = t.throws(() => parseConfig({ APP_ENV: 'production', API_PORT: 'x' }));
  for (const key of ['API_PORT', 'APP_KEY', 'JWT_SECRET']) t.true(error?.message.includes(key), key);
});

test('a blank value is no value', (t) => {
  t.is(parseConfig({ API_PORT: '', JWT_SECRET: '' }).API_PORT, 3000);
});

test('origins are a list', (t) => {
  t.deepEqual(parseConfig({ CORS_ALLOWED_ORIGINS: ' https://a.test, https://b.test,' }).CORS_ALLOWED_ORIGINS, [
    'https://a.test',
    'https://b.test',
  ]);
  t.deepEqual(parseConfig({}).CORS_ALLOWED_ORIGINS, []);
});

test('.env.example names every key and no other', (t) => {
  const example = readFileSync('.env.example', 'utf8');
  const keys = [...example.matchAll(/^([A-Z_]+)=/gm)].map(([, key]) => key).sort();
  t.deepEqual(keys, Object.keys(environmentSchema.shape).sort());
});

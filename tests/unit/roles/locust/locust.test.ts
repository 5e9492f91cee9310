import { readFileSync } from 'node:fs';
import test from 'ava';
import { judgeLocust } from '../../../../roles/locust/programs.ts';
import type { LoadSettings } from '../../../../roles/locust/settings.ts';
import { routes } from '../../../api/support/routes.ts';
import { viewProcesses } from '../lab-views.ts';

async function readSettings(profiles: string[], environment: Record<string, string> = {}): Promise<LoadSettings> {
  const { view, roles } = await viewProcesses({ profiles: ['load', ...profiles], environment });
  const host = view.hosts.find(({ name }) => name === 'locust');
  if (!host) throw new Error('no locust');
  const { files } = roles.of(host).plan(host, view, { joinOnBoot: true });
  return JSON.parse(files.find(({ name }) => name === 'settings.json')?.text ?? '');
}

test('users ask for every route of the API, and for no other', (t) => {
  const text = readFileSync(new URL('../../../../roles/locust/locustfile.py', import.meta.url), 'utf8');
  const asked = [...text.matchAll(/"((?:GET|POST|PUT|PATCH|DELETE) \/[^"]*)"/g)].map(([, route]) => route);
  const contract = routes.map(({ method, path }) => `${method} ${path}`);
  t.deepEqual([...new Set(asked)].sort(), contract.sort());
});

test('the load takes the way of clients: the API itself, and the edge where the lab has one', async (t) => {
  t.is((await readSettings([])).target, 'http://127.0.0.1:3000');
  t.is((await readSettings(['edge'])).target, 'https://127.0.0.1:8443');
});

test('the load is bounded, by more than nothing', async (t) => {
  t.like(await readSettings([]), { mostUsers: 50, mostSeconds: 600 });
  t.like(await readSettings([], { LOAD_MOST_USERS: '5' }), { mostUsers: 5 });
  await t.throwsAsync(readSettings([], { LOAD_MOST_USERS: '0' }), { message: /LOAD_MOST_USERS is "0"/ });
});

test('a Python without Locust, or with an old one, is not used', (t) => {
  t.deepEqual(judgeLocust('locust 2.46.7\n'), { version: '2.46.7', whyNot: undefined });
  t.is(judgeLocust('locust 2.12.1\n').whyNot, 'its Locust is 2.12.1, older than 2.30');
  t.is(judgeLocust('locust is missing\n').whyNot, 'it has no module "locust"');
});

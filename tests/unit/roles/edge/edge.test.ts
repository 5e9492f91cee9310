import { readFileSync } from 'node:fs';
import test from 'ava';
import { mostCdnHosts } from '../../../../roles/cdn/role.ts';
import { viewMachines, viewProcesses } from '../lab-views.ts';

const profiles = ['edge'];
const text = readFileSync(new URL('../../../../roles/edge/edge.cfg', import.meta.url), 'utf8');

function planOf({ view, roles }: Awaited<ReturnType<typeof viewProcesses>>) {
  const host = view.hosts.find(({ role }) => role === 'edge');
  if (!host) throw new Error('no edge');
  return roles.of(host).plan(host, view, { joinOnBoot: true });
}

test('edge.cfg has lines for each cdn host that lab.json may list', (t) => {
  for (const [backend, word] of Object.entries({ pages: 'FRONT', reads: 'GUARD', guard: 'GUARD' })) {
    const [part = ''] = new RegExp(`^backend ${backend}\n(?:.+\n)+`, 'm').exec(text) ?? [];
    const numbers = [...part.matchAll(new RegExp(`^ {2}server cdn-(\\d) "\\$\\{${word}_\\1-unset\\}"`, 'gm'))];
    t.is(numbers.length, mostCdnHosts, backend);
  }
});

test('the edge is given its certificate with the key, the cdn hosts and the limits that a person set', async (t) => {
  const lab = await viewProcesses({ profiles, environment: { EDGE_REQUESTS_PER_USER: '70' } });
  const { environment, files } = planOf(lab);
  t.deepEqual(files, [{ name: 'edge.pem', text: 'certificate of edgekey of edge', secret: true }]);
  t.like(environment, {
    HTTPS_LISTEN: '127.0.0.1:8443',
    FRONT_2: '127.0.0.1:8492',
    GUARD_1: '127.0.0.1:8495',
    REQUESTS_PER_USER: '70',
    HOP_KEY: 'a hop',
  });
  t.false('REQUESTS_PER_ADDRESS' in environment);
});

test('a limit that is no number is refused', async (t) => {
  const lab = await viewProcesses({ profiles, environment: { EDGE_REQUESTS_PER_ADDRESS: '1e9' } });
  t.throws(() => planOf(lab), { message: /EDGE_REQUESTS_PER_ADDRESS is "1e9"/ });
});

test('the edge on a machine is given its configuration', async (t) => {
  const { environment, files, args } = planOf(await viewMachines({ profiles }));
  t.deepEqual(
    files.map(({ name }) => name),
    ['edge.pem', 'edge.cfg'],
  );
  t.like(environment, { FRONT_1: '10.1.2.61:8081', GUARD_2: '10.1.2.62:8082' });
  t.deepEqual(args, []);
});

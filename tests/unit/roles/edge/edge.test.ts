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

test('a client that comes by a machine’s forwarded port is led to the forwarded port of TLS', async (t) => {
  const machine = readFileSync(new URL('../../../../roles/edge/machine.conf', import.meta.url), 'utf8');
  const forwarded = Object.fromEntries([...machine.matchAll(/^forward +(\d+) (\d+)$/gm)].map(([, to, by]) => [to, by]));
  t.regex(text, new RegExp(`^ {2}presetenv FORWARDED_HTTP_PORT ${forwarded['80']}$`, 'm'));
  t.regex(text, new RegExp(`^ {2}presetenv FORWARDED_HTTPS_PORT ${forwarded['443']}$`, 'm'));
  const { environment } = planOf(await viewMachines({ profiles }));
  t.deepEqual(
    Object.keys(environment).filter((name) => /_PORT$/.test(name)),
    [],
  );
  t.regex(
    text,
    /str\("\$\{FORWARDED_HTTPS_PORT\}"\) if \{ req\.hdr\(host\),field\(2,:\) -m str "\$\{FORWARDED_HTTP_PORT\}" \}/,
  );
});

test('the edge repeats what the listener of several web hosts repeats, and nothing that its own first try would refuse', (t) => {
  const listener = readFileSync(new URL('../../../../haproxy/haproxy.cfg', import.meta.url), 'utf8');
  const rulesIn = (cfg: string) =>
    cfg.match(/^ {2}http-request (set-header Idempotency-Key|disable-l7-retry) .+$/gm) ?? [];
  t.is(rulesIn(text).length, 2);
  t.deepEqual(rulesIn(listener), rulesIn(text));
  const [addKey = '', repeat = ''] = rulesIn(text);
  t.regex(addKey, /!\{ path_end [^}]*\/locks /);
  t.regex(
    repeat,
    /idempotency-key\) -m found \} !\{ path_end \/locks [^|]*\|\|.*!\{ req\.body -m sub title basedOn \}/,
  );
});

test('the ways in beside TLS cannot take all connections', (t) => {
  for (const name of ['redirect', 'statistics']) {
    const [part = ''] = new RegExp(`^frontend ${name}\n(?:.+\n)+`, 'm').exec(text) ?? [];
    t.regex(part, /^ {2}maxconn \d+$/m, name);
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

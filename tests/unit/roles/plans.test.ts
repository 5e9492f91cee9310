import { readFileSync } from 'node:fs';
import test from 'ava';
import type { Roles } from '../../../roles/find-roles.ts';
import { type LabView, listEndpoints } from '../../../roles/view.ts';
import { labText, viewMachines, viewProcesses } from './lab-views.ts';

interface Viewed {
  view: LabView;
  roles: Roles;
}

function planOf({ view, roles }: Viewed, name: string, joinOnBoot = true) {
  const host = view.hosts.find((each) => each.name === name);
  if (!host) throw new Error(name);
  return roles.of(host).plan(host, view, { joinOnBoot });
}

const fileOf = (lab: Viewed, host: string, name: string, joinOnBoot = true) =>
  planOf(lab, host, joinOnBoot).files.find((file) => file.name === name)?.text ?? '';

const file = JSON.parse(labText);
const second = { ...file.hosts[4], name: 'web-2', lastOctet: 50, localPorts: { http: 3001 } };
const withTwoWebHosts = JSON.stringify({ ...file, hosts: [...file.hosts, second] });

test('several web hosts have one address for clients, which each of them knows as its own', async (t) => {
  const several = await viewProcesses({ text: withTwoWebHosts });
  t.is(listEndpoints(several.view, several.roles).api.port, 3080);
  for (const [name, port] of [
    ['web', '3000'],
    ['web-2', '3001'],
  ] as const) {
    const { API_PORT, APP_URL, JWT_SECRET, API_BEHIND_PROXY } = planOf(several, name).environment;
    t.deepEqual([API_PORT, APP_URL, JWT_SECRET, API_BEHIND_PROXY], [port, 'http://127.0.0.1:3080', 'j', 'on']);
  }
  t.like(planOf(several, 'haproxy').environment, {
    API_LISTEN: '127.0.0.1:3080',
    WEB_1: '127.0.0.1:3000',
    WEB_2: '127.0.0.1:3001',
  });
});

test('a single web host is asked itself, and HAProxy has no listener for it', async (t) => {
  const lab = await viewProcesses();
  const single: Record<string, string> = { ...planOf(lab, 'web').environment, ...planOf(lab, 'haproxy').environment };
  t.is(single.APP_URL, 'http://127.0.0.1:3000');
  for (const key of ['API_LISTEN', 'WEB_1', 'API_BEHIND_PROXY', 'API_DRAIN_MS']) t.false(key in single, key);
});

test('each member gets a number, ports and a directory of its own, and the same group', async (t) => {
  const lab = await viewProcesses();
  const configs = ['mysql-1', 'mysql-2', 'mysql-3'].map((name) => fileOf(lab, name, 'my.cnf'));
  t.is(new Set(configs).size, 3);
  t.regex(configs[1] ?? '', /datadir = "\/lab\/hosts\/mysql-2\/data"[\s\S]*\nserver_id = 2\n[\s\S]*\nport = 13308\n/);
  t.true(configs.every((text) => text.includes('group_seeds = 127.0.0.1:13317,127.0.0.1:13318,127.0.0.1:13319')));
});

test('no configuration file ever begins a group', (t) => {
  const shared = readFileSync(new URL('../../../roles/mysql/group.cnf', import.meta.url), 'utf8');
  t.regex(shared, /bootstrap_group\s*= OFF/);
  t.notRegex(shared, /bootstrap_group\s*= ON/);
});

test('a member that must wait does not join by itself', async (t) => {
  const lab = await viewProcesses();
  t.regex(fileOf(lab, 'mysql-1', 'my.cnf', false), /start_on_boot = OFF\n$/);
  t.regex(fileOf(lab, 'mysql-1', 'my.cnf'), /start_on_boot = ON\n$/);
});

test('a member on a machine listens on the lab network alone and joins when it boots', async (t) => {
  const lab = await viewMachines();
  const text = fileOf(lab, 'mysql-2', 'member.cnf');
  t.regex(text, /^server_id = 2$/m);
  t.regex(text, /^bind_address = 10\.1\.2\.54$/m);
  t.regex(text, /local_address = 10\.1\.2\.54:33061$/m);
  t.regex(text, /group_seeds = 10\.1\.2\.53:33061,10\.1\.2\.54:33061,10\.1\.2\.55:33061$/m);
  t.regex(text, /start_on_boot = ON$/m);
  t.notRegex(text, /bootstrap/);
  t.regex(fileOf(lab, 'mysql-1', 'member.cnf', false), /start_on_boot = OFF$/m);
});

test('the API on a machine gets what a person chose for it, and the database from the lab', async (t) => {
  const lab = await viewMachines({ environment: { API_CONTRACT: 'realworld', PATH: '/bin', DB_HOST: 'elsewhere' } });
  const { environment } = planOf(lab, 'web');
  t.like(environment, { API_CONTRACT: 'realworld', DB_HOST: '10.1.2.52', APP_URL: 'http://10.1.2.51', API_PORT: '80' });
  t.false('PATH' in environment);
});

test('several web hosts on machines are behind port 80 of the machine of HAProxy', async (t) => {
  const several = await viewMachines({ text: withTwoWebHosts });
  t.deepEqual(listEndpoints(several.view, several.roles).api, { address: '10.1.2.52', port: 80 });
  const listener = { API_LISTEN: '*:80', WEB_1: '10.1.2.51:80', WEB_2: '10.1.2.50:80' };
  t.like(planOf(several, 'haproxy').environment, listener);
  t.like(planOf(several, 'web-2').environment, { APP_URL: 'http://10.1.2.52', API_BEHIND_PROXY: 'on', API_PORT: '80' });
  t.false('API_LISTEN' in planOf(await viewMachines(), 'haproxy').environment);
});

test('between machines the way to the members is encrypted, on one machine where LAB_TLS says so', async (t) => {
  const authorityOf = async (lab: Promise<Viewed>) => planOf(await lab, 'web').environment.MYSQL_ATTR_SSL_CA;
  t.truthy(await authorityOf(viewMachines()));
  t.falsy(await authorityOf(viewMachines({ environment: { LAB_TLS: 'off' } })));
  t.falsy(await authorityOf(viewProcesses()));
  t.truthy(await authorityOf(viewProcesses({ environment: { LAB_TLS: 'on' } })));
});

test('members speak with each other over TLS, and each asks the other for its certificate', async (t) => {
  const lab = await viewMachines();
  const text = fileOf(lab, 'mysql-1', 'member.cnf');
  for (const line of [/^loose-group_replication_ssl_mode = VERIFY_CA$/m, /^ssl_ca = ".*authority\.pem"$/m])
    t.regex(text, line);
  t.regex(text, /^loose-group_replication_ip_allowlist = "10\.1\.2\.53,10\.1\.2\.54,10\.1\.2\.55"$/m);
});

test('HAProxy on a machine is given the members, and the naive file where that was asked for', async (t) => {
  t.like(planOf(await viewMachines(), 'haproxy').environment, { MYSQL_3: '10.1.2.55:3306' });
  const naive = await viewMachines({ record: { naive: true } });
  t.is(fileOf(naive, 'haproxy', 'haproxy.cfg'), readFileSync('haproxy/naive.cfg', 'utf8'));
});

test('every port on a machine is a port of its role', async (t) => {
  const { roles } = await viewMachines();
  for (const { name, machine, ports } of roles.all) {
    for (const port of Object.keys(machine?.ports ?? {})) t.true(Object.hasOwn(ports, port), `${name} ${port}`);
  }
});

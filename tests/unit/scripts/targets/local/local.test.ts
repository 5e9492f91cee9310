import { readFileSync } from 'node:fs';
import test from 'ava';
import type { Servers } from '../../../../../scripts/servers/program.ts';
import { type LabFile, parseLabFile } from '../../../../../scripts/settings/lab-file.ts';
import { parseProcStat } from '../../../../../scripts/state/process-table.ts';
import { localEndpoints, pickAll, shiftPorts } from '../../../../../scripts/targets/local/layout.ts';
import { renderMemberConfig } from '../../../../../scripts/targets/local/mysql-host.ts';
import { hostProgram } from '../../../../../scripts/targets/local/programs.ts';

const lab = parseLabFile(readFileSync(new URL('../../../../../lab.json', import.meta.url), 'utf8'));

test('LAB_PORT_SHIFT moves every port', (t) => {
  const endpoints = localEndpoints(lab.hosts.map((host) => shiftPorts(host, 1000)));
  t.deepEqual(
    endpoints.members.map(({ mysql }) => mysql.port),
    [14307, 14308, 14309],
  );
  t.is(endpoints.database.port, 14306);
  t.is(endpoints.stats.port, 10201);
  t.is(endpoints.api.port, 4000);
});

test('several web hosts have one address for clients, which each of them knows as its own', (t) => {
  const text = readFileSync(new URL('../../../../../lab.json', import.meta.url), 'utf8');
  const file = JSON.parse(text);
  const second = { ...file.hosts[4], name: 'web-2', lastOctet: 50, localPorts: { http: 3001 } };
  const several = parseLabFile(JSON.stringify({ ...file, hosts: [...file.hosts, second] }));
  const account = { username: 'somebody', password: 'secret' };
  const secrets = { root: account, application: account, replication: account, monitor: account, stats: account };
  const program = { path: '/usr/sbin/haproxy', before: [], after: [] };
  const servers = { haproxy: program } as unknown as Servers;
  const context = { servers, secrets: { ...secrets, appKey: 'a', jwtSecret: 'j' }, environment: {}, naive: false };
  const environmentOf = (of: LabFile, name: string) => {
    const host = of.hosts.find((each) => each.name === name);
    if (!host) throw new Error(name);
    return hostProgram(host, `/lab/${name}`, { lab: of, ...context }).environment;
  };
  t.is(localEndpoints(several.hosts).api.port, 3080);
  for (const [name, port] of [
    ['web', '3000'],
    ['web-2', '3001'],
  ] as const) {
    const { API_PORT, APP_URL, JWT_SECRET, API_BEHIND_PROXY } = environmentOf(several, name);
    t.deepEqual([API_PORT, APP_URL, JWT_SECRET, API_BEHIND_PROXY], [port, 'http://127.0.0.1:3080', 'j', 'on']);
  }
  t.like(environmentOf(several, 'haproxy'), {
    API_LISTEN: '127.0.0.1:3080',
    WEB_1: '127.0.0.1:3000',
    WEB_2: '127.0.0.1:3001',
  });
  const single = { ...environmentOf(lab, 'web'), ...environmentOf(lab, 'haproxy') };
  t.is(single.APP_URL, 'http://127.0.0.1:3000');
  for (const key of ['API_LISTEN', 'WEB_1', 'API_BEHIND_PROXY', 'API_DRAIN_MS']) t.false(key in single, key);
});

test('each member gets a number, ports and a directory of its own, and the same group', (t) => {
  const members = pickAll(lab.hosts, 'mysql');
  const configs = members.map((host) =>
    renderMemberConfig({ dir: `/lab/${host.name}`, host, members, groupUuid: 'uuid', joinOnBoot: true }),
  );
  t.is(new Set(configs).size, 3);
  t.regex(configs[1] ?? '', /server_id = 2\n[\s\S]*\nport = 13308\n[\s\S]*datadir = "\/lab\/mysql-2\/data"/);
  t.true(configs.every((text) => text.includes('group_seeds = 127.0.0.1:13317,127.0.0.1:13318,127.0.0.1:13319')));
});

test('no configuration file ever begins a group', (t) => {
  const shared = readFileSync(new URL('../../../../../provision/mysql/group.cnf', import.meta.url), 'utf8');
  t.regex(shared, /bootstrap_group\s*= OFF/);
  t.notRegex(shared, /bootstrap_group\s*= ON/);
});

test('a member that must wait does not join by itself', (t) => {
  const members = pickAll(lab.hosts, 'mysql');
  const [host] = members;
  if (!host) throw new Error('no member');
  const files = { dir: '/lab/mysql-1', host, members, groupUuid: 'uuid' };
  t.regex(renderMemberConfig({ ...files, joinOnBoot: false }), /start_on_boot = OFF\n$/);
  t.regex(renderMemberConfig({ ...files, joinOnBoot: true }), /start_on_boot = ON\n$/);
});

test('a process is read from /proc whatever its name holds', (t) => {
  t.deepEqual(parseProcStat('42 (a) b (c)) T 1 77 77 0 -1'), { state: 'T', group: 77 });
});

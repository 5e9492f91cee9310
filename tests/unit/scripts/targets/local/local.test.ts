import { readFileSync } from 'node:fs';
import test from 'ava';
import { parseLabFile } from '../../../../../scripts/lab-file.ts';
import { localEndpoints, pickAll, shiftPorts } from '../../../../../scripts/targets/local/layout.ts';
import { renderMemberConfig } from '../../../../../scripts/targets/local/mysql-host.ts';
import { parseProcStat } from '../../../../../scripts/targets/local/process-table.ts';

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

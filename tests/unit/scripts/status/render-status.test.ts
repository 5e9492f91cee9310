import test from 'ava';
import { type MemberStatus, summarizeMember } from '../../../../roles/mysql/member-status.ts';
import type { HostLook } from '../../../../roles/role.ts';
import { summarizeWeb, type WebStatus } from '../../../../roles/web/web-status.ts';
import { type HostStatus, isWhole, type Status, summarizeHost } from '../../../../scripts/status/collect-status.ts';
import { renderStatus } from '../../../../scripts/status/render-status.ts';

const member = (name: string, changes: Partial<MemberStatus> = {}): MemberStatus => ({
  name,
  address: '127.0.0.1:13307',
  host: 'running',
  state: 'ONLINE',
  role: 'PRIMARY',
  version: '9.7.4',
  gtidExecuted: '',
  applierQueue: 0,
  routed: true,
  foreignGtids: '',
  ...changes,
});

const proxy: HostLook = { address: '127.0.0.1:13306', version: '3.2.0', healthy: true, text: '3 of 3 members routed' };
const proxyHost = summarizeHost(proxy, { name: 'haproxy', role: 'haproxy', title: 'HAProxy', host: 'running' });
const memberHost = (of: MemberStatus) =>
  summarizeHost(summarizeMember(of), { name: of.name, role: 'mysql', title: 'MySQL', host: of.host });
const webHost = (of: WebStatus, webHosts: number) =>
  summarizeHost(summarizeWeb(of, webHosts), { name: of.name, role: 'web', title: 'API', host: of.host });

type Parts = Partial<Omit<Status, 'hosts'>> & { single?: Partial<WebStatus> };

/** A status whose lines are those of its parts. */
const status = ({ single, ...changes }: Parts = {}): Status => {
  const parts = {
    target: 'local',
    group: { name: 'uuid', mode: 'multi-primary' as const, online: 3, size: 3, quorum: true },
    members: ['mysql-1', 'mysql-2', 'mysql-3'].map((name) => member(name)),
    haproxy: {
      host: 'running' as const,
      address: '127.0.0.1:13306',
      answers: true,
      version: '3.2.0',
      statsUrl: '',
      sessions: 0,
    },
    api: { host: 'running' as const, url: 'http://127.0.0.1:3000', live: true, healthy: true },
    caretaker: 'running' as const,
    ...changes,
  };
  const webs = parts.webs ?? [web('web', single)];
  const hosts: HostStatus[] = [
    ...parts.members.map(memberHost),
    proxyHost,
    ...webs.map((each) => webHost(each, webs.length)),
  ];
  return { ...parts, hosts };
};

test('a whole lab is shown in a table that fits into 80 columns', (t) => {
  const lines = renderStatus(status()).split('\n');
  t.true(lines.every((line) => line.length <= 80));
  t.regex(lines[1] ?? '', /^mysql-1\s+MySQL\s+127\.0\.0\.1:13307\s+ONLINE, routed\s+9\.7\.4$/);
  t.true(isWhole(status()));
});

const shows = test.macro<[Partial<MemberStatus>, RegExp]>((t, changes, pattern) => {
  t.regex(renderStatus(status({ members: [member('mysql-1', changes)] })), pattern);
});

test(
  'a killed host is stopped, not DOWN',
  shows,
  { host: 'stopped', state: 'DOWN', routed: false },
  /mysql-1 .*stopped/,
);
test('a frozen host is paused', shows, { host: 'paused', state: 'DOWN' }, /mysql-1 .*paused/);
test(
  'a member that catches up says how much',
  shows,
  { state: 'RECOVERING', routed: false, applierQueue: 7 },
  /RECOVERING, not routed, 7 to apply/,
);
test(
  'a member with foreign transactions is diverged',
  shows,
  { state: 'OFFLINE', routed: false, foreignGtids: 'x:1' },
  /OFFLINE, not routed, diverged/,
);
test(
  'a host that is started again says so',
  shows,
  { host: 'restarting', state: 'DOWN', routed: false },
  /DOWN, not routed, restarting/,
);

test('a group that cannot decide says what that means', (t) => {
  const group = { name: 'uuid', mode: 'multi-primary' as const, online: 0, size: 3, quorum: false };
  t.regex(renderStatus(status({ group })), /0 of 3 members ONLINE, and they cannot decide: no writes/);
});

const notWhole = test.macro<[Parts]>((t, changes) => t.false(isWhole(status(changes))));

test('a lab with a member that is not routed is not whole', notWhole, {
  members: [member('mysql-1', { routed: false })],
});
test('a lab whose API is not ready is not whole', notWhole, {
  api: { host: 'running', url: '', live: true, healthy: false },
  single: { healthy: false },
});
test('a lab without its caretaker is not whole', notWhole, { caretaker: 'stopped' });

const web = (name: string, changes: Partial<WebStatus> = {}): WebStatus => ({
  name,
  host: 'running',
  url: 'http://127.0.0.1:3001',
  live: true,
  healthy: true,
  routed: true,
  ...changes,
});
const several = (changes: Partial<WebStatus>) => status({ webs: [web('web'), web('web-2', changes)] });

test('several web hosts are shown below the one address for them', (t) => {
  const listener = { title: 'API', address: 'http://127.0.0.1:3000', text: '2 of 2 web hosts routed' };
  const { hosts, ...rest } = several({});
  const text = renderStatus({
    ...rest,
    hosts: hosts.map((host) => (host.role === 'haproxy' ? { ...host, also: [listener] } : host)),
  });
  t.regex(text, /^haproxy +API +http:\/\/127\.0\.0\.1:3000 +2 of 2 web hosts routed$/m);
  t.regex(text, /^web-2 +API +http:\/\/127\.0\.0\.1:3001 +ready, routed$/m);
  t.true(isWhole(several({})));
});

for (const [changes, words] of [
  [{ routed: false }, 'ready, not routed'],
  [{ host: 'stopped', live: false, healthy: false, routed: true }, 'stopped'],
  [{ host: 'paused', live: false, healthy: false, routed: true }, 'paused'],
  [{ healthy: false }, 'no database, routed'],
] as const) {
  test(`a lab with a web host that is "${words}" says so and is not whole`, (t) => {
    t.regex(renderStatus(several(changes)), new RegExp(`^web-2 .* ${words}$`, 'm'));
    t.false(isWhole(several(changes)));
  });
}

test('a machine that does not answer is not called stopped', (t) => {
  const about = { name: 'haproxy', role: 'haproxy', title: 'HAProxy', host: 'silent' } as const;
  t.is(summarizeHost({ ...proxy, healthy: false, text: 'stopped' }, about).text, 'does not answer');
  t.is(summarizeHost(proxy, about).text, '3 of 3 members routed; the machine does not answer');
  t.is(summarizeHost({ ...proxy, healthy: false }, { ...about, host: 'stopped' }).text, 'stopped');
  const text = renderStatus({ ...status(), caretaker: 'silent', watcher: 'silent' });
  t.notRegex(text, /does not run/);
  t.regex(renderStatus({ ...status(), caretaker: 'stopped' }), /The caretaker does not run/);
});

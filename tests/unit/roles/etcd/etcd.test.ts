import test from 'ava';
import { findLeader, readStatuses } from '../../../../roles/etcd/node-status.ts';
import { judgeEtcd } from '../../../../roles/etcd/programs.ts';
import { renderLocks } from '../../../../scripts/cli/commands/locks.ts';
import { viewProcesses } from '../lab-views.ts';

test('each node of etcd knows all three by their peer addresses, and listens for itself alone', async (t) => {
  const { view, roles } = await viewProcesses({ profiles: ['locks'] });
  const nodes = view.hostsOf('etcd');
  const plans = nodes.map((host) => roles.of(host).plan(host, view, { joinOnBoot: true }));
  for (const [index, { program, environment }] of plans.entries()) {
    t.is(program, 'etcd');
    t.like(environment, {
      ETCD_INITIAL_CLUSTER: 'etcd-1=http://127.0.0.1:9781,etcd-2=http://127.0.0.1:9782,etcd-3=http://127.0.0.1:9783',
      ETCD_LISTEN_CLIENT_URLS: `http://127.0.0.1:979${index + 1}`,
      ETCD_DATA_DIR: `/lab/hosts/etcd-${index + 1}/data`,
    });
  }
});

test('the version of etcd is read from what it prints, and an old one refused', (t) => {
  const output = 'etcd Version: 3.5.30\nGit SHA: Not provided\nGo Version: go1.24\n';
  t.deepEqual(judgeEtcd(output), { version: '3.5.30', whyNot: undefined });
  t.is(judgeEtcd(output.replace('3.5.30', '3.4.23')).whyNot, undefined);
  t.regex(judgeEtcd(output.replace('3.5.30', '3.3.25')).whyNot ?? '', /older than 3\.4\.0/);
  t.truthy(judgeEtcd('').whyNot);
});

const told = (id: string, leader: string, term = '3') => ({
  header: { member_id: id, revision: '40' },
  version: '3.5.30',
  leader,
  raftTerm: term,
  raftIndex: '17',
  raftAppliedIndex: '16',
});

test('a leader is named where it answers, and told apart from none', (t) => {
  const all = readStatuses([
    ['etcd-1', told('11', '22')],
    ['etcd-2', told('22', '22')],
    ['etcd-3', undefined],
  ]);
  t.deepEqual([...all.keys()], ['etcd-1', 'etcd-2']);
  t.like(all.get('etcd-1'), { leader: 'etcd-2', term: 3, index: 17, appliedIndex: 16, revision: 40 });
  const gone = readStatuses([['etcd-1', told('11', '22')]]);
  t.is(gone.get('etcd-1')?.leader, 'a node that does not answer');
  const { leader: _, ...withoutLeader } = told('11', '');
  t.is(readStatuses([['etcd-1', withoutLeader]]).get('etcd-1')?.leader, '');
});

test('of two leaders the one of the later term counts', (t) => {
  const hosts = ['etcd-1', 'etcd-2'].map((name) => ({ name, role: 'etcd', lastOctet: 1, memoryMb: 1, localPorts: {} }));
  const statuses = readStatuses([
    ['etcd-1', told('11', '11', '3')],
    ['etcd-2', told('22', '22', '4')],
  ]);
  t.is(findLeader(hosts, statuses)?.name, 'etcd-2');
  t.is(findLeader(hosts, new Map()), undefined);
});

test('the table of locks says who holds what since when, and that no majority answers', (t) => {
  const nodes = [
    { name: 'etcd-1', leader: 'etcd-1', term: 3, index: 17, appliedIndex: 16, revision: 40 },
    { name: 'etcd-2', leader: 'etcd-1', term: 3, index: 17, appliedIndex: 17, revision: 40 },
    { name: 'etcd-3' },
  ];
  const sinceMs = Date.UTC(2026, 0, 1, 12, 3);
  const held = [{ name: 'migrations', holder: 'a command', owner: '', token: 39, sinceMs, lease: '1' }];
  const text = renderLocks({ nodes, held }, sinceMs + 5_000);
  t.regex(text, /^etcd-1 +leads +3 +17 +16 +40$/m);
  t.regex(text, /^etcd-2 +follows etcd-1 +3/m);
  t.regex(text, /^etcd-3 +does not answer *$/m);
  t.regex(text, /^migrations +a command +12:03:00 \(5 s\) +39$/m);
  t.regex(renderLocks({ nodes }, sinceMs), /No majority of etcd answers/);
  t.regex(renderLocks({ nodes, held: [], highestToken: 40 }, sinceMs), /No lock is held\.$/);
  t.regex(renderLocks({ nodes, held, highestToken: 41 }, sinceMs), /has seen token 41, and etcd's log is younger/);
});

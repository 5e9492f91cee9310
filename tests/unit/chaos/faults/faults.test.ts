import test from 'ava';
import { awayScenario } from '../../../../chaos/faults/event-scenarios.ts';
import { findHost } from '../../../../chaos/faults/find-host.ts';
import type { HostAlias } from '../../../../chaos/faults/scenario.ts';
import { quickNames, scenarios } from '../../../../chaos/faults/scenarios.ts';
import { findSkipReason } from '../../../../chaos/faults/skip-reason.ts';
import { steadyScenario } from '../../../../chaos/faults/steady.ts';

test('every fault of a scenario is mended by a later action', (t) => {
  for (const scenario of scenarios) {
    for (const { action, to, atS } of scenario.schedule.filter(({ mends }) => !mends)) {
      const mended = scenario.schedule.some(
        (action) => action.mends && action.atS > atS && (!action.to || action.to === to),
      );
      t.true(mended, `${scenario.name}: ${action} ${to}`);
    }
  }
});

test('scenarios have names of their own, and the quick ones are among them', (t) => {
  const names = scenarios.map(({ name }) => name);
  t.is(new Set(names).size, names.length);
  t.true(quickNames.every((name) => names.includes(name)));
});

const core = ['mysql', 'mysql', 'mysql', 'haproxy', 'web'].map((role) => ({ role }));

const skipReasonOf = (name: string, lacks: Parameters<typeof findSkipReason>[1]['lacks'], hosts = core) => {
  const scenario = scenarios.find((each) => each.name === name);
  if (!scenario) throw new Error(`no scenario ${name}`);
  return findSkipReason(scenario, { hosts, lacks });
};

test('a scenario that needs machines is skipped with a reason on processes, and runs on machines', (t) => {
  for (const name of ['poweroff', 'partition', 'partition-pair', 'minority', 'slow']) {
    t.regex(String(skipReasonOf(name, undefined)), /share one network/, name);
    t.is(skipReasonOf(name, {}), undefined, name);
  }
  t.is(skipReasonOf('kill', undefined), undefined);
});

test('a scenario that these machines cannot do is skipped with their reason, and no other one is', (t) => {
  const lacks = { slow: 'no netem', switchOn: 'no caller outside' };
  t.is(skipReasonOf('slow', lacks), 'no netem');
  t.is(skipReasonOf('poweroff', lacks), 'no caller outside');
  for (const name of ['partition', 'minority', 'kill']) t.is(skipReasonOf(name, lacks), undefined, name);
});

test('a scenario that breaks a host which the lab lacks is skipped with a reason', (t) => {
  const cdn = { role: 'cdn' };
  t.regex(String(skipReasonOf('kill-cdn', undefined)), /needs 2 with the role "cdn", and the lab has 0/);
  t.regex(String(skipReasonOf('kill-cdn', undefined, [...core, cdn])), /the lab has 1/);
  t.is(skipReasonOf('kill-cdn', undefined, [...core, cdn, cdn]), undefined);
  t.regex(String(skipReasonOf('reload-edge', undefined)), /"edge"/);
  t.regex(String(skipReasonOf('kill-web', undefined)), /the lab has 1/);
});

test('a scenario that breaks a host of the profile events is skipped without it', (t) => {
  const names = ['kill-broker', 'pause-broker', 'brokers-all', 'kill-relay', 'pause-relay', 'kill-consumer'];
  const roles = ['rabbitmq', 'rabbitmq', 'rabbitmq', 'relay', 'relay', 'consumer', 'consumer'];
  for (const name of names) {
    t.regex(String(skipReasonOf(name, undefined)), /the lab has 0/, name);
    t.is(skipReasonOf(name, undefined, [...core, ...roles.map((role) => ({ role }))]), undefined, name);
  }
});

test('the network of the cache is cut where each of its hosts has a machine, and nowhere else', (t) => {
  const withCache = [...core, ...['valkey', 'valkey', 'valkey'].map((role) => ({ role }))];
  for (const name of ['partition-cache', 'partition-web-cache']) {
    t.regex(String(skipReasonOf(name, {})), /needs 3 with the role "valkey"/, name);
    t.regex(String(skipReasonOf(name, undefined, withCache)), /share one network/, name);
    t.is(skipReasonOf(name, {}, withCache), undefined, name);
  }
});

const hosts = ['mysql-1', 'mysql-2', 'rabbitmq-1', 'rabbitmq-2', 'rabbitmq-3', 'relay-1', 'relay-2'].map(
  (name) => ({ name, role: name.replace(/-\d$/, '') }) as Parameters<typeof findHost>[0][number],
);

test('a host is found by its alias, and of the nodes of RabbitMQ the one that leads most queues comes first', (t) => {
  const find = (leaders: string[], alias: HostAlias) => findHost(hosts, { alias, leaders }).name;
  t.is(find([], 'second'), 'mysql-2');
  t.is(find([], 'second relay'), 'relay-2');
  t.is(find([], 'rabbitmq'), 'rabbitmq-1');
  const leaders = ['rabbitmq-3', 'rabbitmq-2', 'rabbitmq-3'];
  const aliases: HostAlias[] = ['rabbitmq', 'second rabbitmq', 'third rabbitmq'];
  t.deepEqual(
    aliases.map((alias) => find(leaders, alias)),
    ['rabbitmq-3', 'rabbitmq-2', 'rabbitmq-1'],
  );
  t.throws(() => find([], 'consumer'), { message: /no host of the lab is consumer/ });
});

test('the same seed makes the same faults, and another seed makes others', (t) => {
  const make = (seed: number) => steadyScenario({ seconds: 3_600, everyS: 120, seed }).schedule;
  t.deepEqual(make(7), make(7));
  t.notDeepEqual(make(7), make(8));
  t.is(make(7).filter(({ mends, action }) => !mends || ['reload', 'restart'].includes(action)).length, 30);
});

test('RabbitMQ is away for as long as asked, with load before and after', (t) => {
  const { schedule, seconds, words } = awayScenario(600);
  t.deepEqual(
    schedule.map(({ atS, action }) => `${action} ${Math.round(atS)}`),
    ['kill 60', 'start 660', 'kill 60', 'start 660', 'kill 61', 'start 660'],
  );
  t.is(seconds, 720);
  t.is(words, '--away 600');
  t.is(awayScenario(10).seconds, 30);
});

import test from 'ava';
import { nodeName } from '../../../../roles/rabbitmq/configuration.ts';
import { judgeErlang } from '../../../../roles/rabbitmq/programs.ts';
import { topology } from '../../../../roles/rabbitmq/topology.ts';
import { viewMachines, viewProcesses } from '../lab-views.ts';

async function planOf(name: string) {
  const { view, roles } = await viewProcesses({ profiles: ['events'] });
  const host = view.hosts.find((each) => each.name === name);
  if (!host) throw new Error(name);
  return roles.of(host).plan(host, view, { joinOnBoot: true });
}

test('each node of RabbitMQ knows all three, and has ports and a name of its own', async (t) => {
  const plans = await Promise.all(['rabbitmq-1', 'rabbitmq-2', 'rabbitmq-3'].map(planOf));
  const configurations = plans.map(({ files }) => files.find(({ name }) => name === 'rabbitmq.conf'));
  t.is(new Set(configurations.map((file) => file?.text)).size, 3);
  for (const file of configurations) {
    t.true(file?.secret);
    t.is(file?.text.match(/^cluster_formation\.classic_config\.nodes\.\d = rabbitmq-\d@localhost$/gm)?.length, 3);
  }
  t.is(plans[1]?.environment.RABBITMQ_NODENAME, 'rabbitmq-2@localhost');
  t.is(new Set(plans.map(({ environment }) => environment.ERL_EPMD_PORT)).size, 1);
});

test('on machines a node has the name that the others reach it by', async (t) => {
  const { view } = await viewMachines({ profiles: ['events'] });
  const names = view.hostsOf('rabbitmq').map((host) => nodeName(host, view));
  t.deepEqual(names, ['rabbit@10.1.2.81', 'rabbit@10.1.2.82', 'rabbit@10.1.2.83']);
});

test('relays and consumers are told where everything is in a file that others cannot read', async (t) => {
  const { files } = await planOf('consumer-2');
  const [file] = files;
  t.true(file?.secret);
  const { broker, database, listen } = JSON.parse(file?.text ?? '');
  t.is(broker.nodes.length, 3);
  t.is(broker.account.username, 'an-account');
  t.is(database.port, 13306);
  t.is(listen.port, 9682);
});

test('every queue of events has one active consumer, copies on several nodes, and a place for the dead', (t) => {
  const [dead, ...queues] = topology.queues;
  t.is(queues.length, topology.queueBindings.length);
  for (const { arguments: settings } of queues) {
    t.like(settings, {
      'x-queue-type': 'quorum',
      'x-single-active-consumer': true,
      'x-dead-letter-routing-key': dead?.queue,
    });
  }
});

test('the version of Erlang is read from what its emulator prints', (t) => {
  const output = 'Erlang (SMP,ASYNC_THREADS) (BEAM) emulator version 17.1.1\n';
  t.deepEqual(judgeErlang(output), { version: '17.1.1', whyNot: undefined });
  t.regex(judgeErlang(output.replace('17.1.1', '13.1.5')).whyNot ?? '', /older than 14\.0/);
  t.truthy(judgeErlang('beam.smp: not found').whyNot);
});

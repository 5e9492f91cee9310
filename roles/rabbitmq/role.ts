import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Host } from '../../scripts/settings/lab-file.ts';
import { createAccount } from '../../scripts/state/secrets.ts';
import { type HostLook, type HostPlan, type Question, type Role, renderEndpoint, renderSilence } from '../role.ts';
import type { LabView } from '../view.ts';
import { advancedConfig, enabledPlugins, planEnvironment, renderRabbitmqConf } from './configuration.ts';
import { linkPackages, renderStart } from './erlang-files.ts';
import { askManagement } from './management.ts';
import { rabbitmqPrograms } from './programs.ts';

/** A node of the cluster that keeps events until they were taken in. */
export const role: Role = {
  title: 'RabbitMQ',
  count: { least: 0, most: 7 },
  ports: { amqp: {}, cluster: {}, metrics: {}, http: { forBrowsers: true } },
  startsAfter: ['epmd'],

  programs: rabbitmqPrograms,
  secrets: () => ({ rabbitmq: createAccount('lab'), erlangCookie: randomBytes(18).toString('base64url') }),

  plan,
  prepare: linkPackages,
  canWait: true,
  // Of each queue, by the node that leads it.
  metrics: (host, view) => [
    { job: 'rabbitmq', instance: host.name, at: view.at(host, 'metrics'), path: '/metrics/per-object' },
  ],
  look,
};

// On a machine the package has the program, and a start of its own.
function plan(host: Host, view: LabView): HostPlan {
  const start = renderStart('"$folder"/parts/rabbitmq/rabbitmq_server-*/sbin/rabbitmq-server');
  return {
    program: 'sh',
    args: [join(view.folderOf(host), start.name)],
    environment: planEnvironment(host, view),
    files: [
      ...(view.hostsAre === 'machines' ? [] : [start]),
      { name: 'rabbitmq.conf', text: renderRabbitmqConf(host, view), secret: true },
      { name: 'advanced.config', text: advancedConfig },
      { name: 'enabled_plugins', text: enabledPlugins },
      { name: '.erlang.cookie', text: String(view.secrets.erlangCookie), secret: true },
    ],
  };
}

async function look(host: Host, { view, state }: Question): Promise<HostLook> {
  const http = view.at(host, 'http');
  const address = `http://${renderEndpoint(http)}`;
  const ask = <T>(path: string) => askManagement<T>(view, http, path);
  const [overview, nodes, queues] = await Promise.all([
    ask<{ rabbitmq_version: string }>('/api/overview?columns=rabbitmq_version'),
    ask<{ running: boolean }[]>('/api/nodes?columns=running'),
    ask<{ members?: string[] }[]>('/api/queues?columns=members'),
  ]).catch(() => []);
  if (!overview || !nodes || !queues) return { address, version: '', healthy: false, text: renderSilence(state) };
  const [wanted, running] = [view.hostsOf('rabbitmq').length, nodes.filter((node) => node.running).length];
  // A queue that was made before all nodes were there gets its copies one by one.
  const areCopied = queues.every(({ members = [] }) => members.length === wanted);
  return {
    address,
    version: overview.rabbitmq_version,
    healthy: running * 2 > wanted,
    settled: running === wanted && areCopied,
    text: `${running} of ${wanted} nodes together`,
    does: 'answers',
  };
}

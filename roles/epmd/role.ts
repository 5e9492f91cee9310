import { join } from 'node:path';
import { linkPackages, renderStart } from '../rabbitmq/erlang-files.ts';
import { rabbitmqPrograms } from '../rabbitmq/programs.ts';
import { type HostLook, type Question, type Role, renderEndpoint, renderSilence } from '../role.ts';

/** Erlang's port mapper: tells RabbitMQ's nodes on one machine at which ports the others are. */
export const role: Role = {
  title: "Erlang's port mapper",
  count: { least: 0, most: 1 },
  ports: { epmd: {} },
  startsAfter: [],

  programs: rabbitmqPrograms,

  plan(host, view) {
    const { address, port } = view.at(host, 'epmd');
    return {
      program: 'sh',
      args: [join(view.folderOf(host), 'start.sh')],
      environment: {},
      files: [renderStart(`epmd -address ${address} -port ${port}`)],
    };
  },
  prepare: linkPackages,
  canWait: true,
  look,
};

// It has no health to tell: RabbitMQ's nodes say whether they found each other.
async function look(host: Parameters<Role['look']>[0], { view, state }: Question): Promise<HostLook> {
  const runs = state === 'running';
  return {
    address: renderEndpoint(view.at(host, 'epmd')),
    version: '',
    healthy: runs,
    text: runs ? 'runs' : renderSilence(state),
    does: 'runs',
  };
}

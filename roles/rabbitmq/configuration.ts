import type { Host } from '../../scripts/settings/lab-file.ts';
import type { Account } from '../../scripts/state/secrets.ts';
import { renderEndpoint } from '../role.ts';
import type { LabView } from '../view.ts';

/** A node's name among the others. */
export const nodeName = (host: Host, { hostsAre, addressOf }: LabView) =>
  hostsAre === 'machines' ? `rabbit@${addressOf(host)}` : `${host.name}@localhost`;

/** What a node loads beside RabbitMQ itself. */
export const enabledPlugins = '[rabbitmq_management,rabbitmq_prometheus,rabbitmq_consistent_hash_exchange].\n';

/** What rabbitmq.conf of RabbitMQ 4.0 refuses: a consumer that is gone loses its messages to the next one after this. */
export const advancedConfig = '[{rabbit,[{consumer_disconnected_timeout,2000}]}].\n';

/** rabbitmq.conf of one node. */
export function renderRabbitmqConf(host: Host, view: LabView): string {
  const nodes = view.hostsOf('rabbitmq');
  const { username, password } = view.secrets.rabbitmq as Account;
  const [http, metrics] = [view.at(host, 'http'), view.at(host, 'metrics')];
  return lines({
    'listeners.tcp.local': renderEndpoint(view.at(host, 'amqp')),
    'management.tcp.ip': http.address,
    'management.tcp.port': http.port,
    'prometheus.tcp.ip': metrics.address,
    'prometheus.tcp.port': metrics.port,
    default_user: username,
    default_pass: password,
    'cluster_formation.peer_discovery_backend': 'classic_config',
    ...Object.fromEntries(
      nodes.map((node, index) => [`cluster_formation.classic_config.nodes.${index + 1}`, nodeName(node, view)]),
    ),
    'cluster_formation.target_cluster_size_hint': nodes.length,
    cluster_partition_handling: 'pause_minority',
    net_ticktime: 5,
    default_queue_type: 'quorum',
    // A queue that was made while a node was away gets its copy on that node later.
    'quorum_queue.continuous_membership_reconciliation.enabled': 'true',
    'quorum_queue.continuous_membership_reconciliation.target_group_size': nodes.length,
    'quorum_queue.continuous_membership_reconciliation.interval': 2_000,
    // Above the first it takes no more messages, and below the second of free disk.
    'vm_memory_high_watermark.absolute': '256MB',
    'disk_free_limit.absolute': '200MB',
    'log.console': 'true',
    'log.console.level': 'warning',
    'log.console.use_colors': 'off',
    'log.file': 'false',
  });
}

/** The environment of a node; as a process it has all its files in one folder, and on a machine where its package has them. */
export function planEnvironment(host: Host, view: LabView): Record<string, string> {
  const shared = describeNode(host, view);
  return view.hostsAre === 'machines' ? spell({ ...shared, USE_LONGNAME: 'true' }) : planProcess(host, view, shared);
}

function describeNode(host: Host, view: LabView) {
  const folder = view.folderOf(host);
  const address = view.at(host, 'amqp').address.replaceAll('.', ',');
  return {
    NODENAME: nodeName(host, view),
    DIST_PORT: String(view.at(host, 'cluster').port),
    CONFIG_FILE: `${folder}/rabbitmq.conf`,
    ADVANCED_CONFIG_FILE: `${folder}/advanced.config`,
    ENABLED_PLUGINS_FILE: `${folder}/enabled_plugins`,
    CONF_ENV_FILE: '/dev/null',
    SERVER_ADDITIONAL_ERL_ARGS: `-kernel inet_dist_use_interface {${address}} +S 2:2 +A 16`,
  };
}

const spell = (settings: Record<string, string>) =>
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [`RABBITMQ_${name}`, value]));

function planProcess(host: Host, view: LabView, shared: Record<string, string>): Record<string, string> {
  const folder = view.folderOf(host);
  const [mapper] = view.hostsOf('epmd');
  if (!mapper) throw new Error('RabbitMQ needs a host with the role "epmd" beside it');
  const { address, port } = view.at(mapper, 'epmd');
  const own = {
    ...shared,
    MNESIA_BASE: `${folder}/data`,
    LOG_BASE: `${folder}/logs`,
    PID_FILE: `${folder}/rabbit.pid`,
    GENERATED_CONFIG_DIR: `${folder}/generated`,
    FEATURE_FLAGS_FILE: `${folder}/feature_flags`,
    PLUGINS_EXPAND_DIR: `${folder}/plugins`,
    ALLOW_INPUT: '',
  };
  return {
    ...spell(own),
    ERL_EPMD_PORT: String(port),
    ERL_EPMD_ADDRESS: address,
    // It replaces its shell, so that a signal reaches it.
    RUNNING_UNDER_SYSTEMD: 'true',
  };
}

const lines = (settings: Record<string, string | number>) =>
  Object.entries(settings)
    .map(([key, value]) => `${key} = ${value}\n`)
    .join('');

import type { Host } from '../../scripts/settings/lab-file.ts';
import { createAccount } from '../../scripts/state/secrets.ts';
import type { Role } from '../role.ts';
import { isEncrypted } from '../view.ts';
import { configPath, listMemberFiles, renderInitialAccounts } from './member-config.ts';
import { lookAtMember } from './member-status.ts';
import { mysqlPrograms } from './programs.ts';

/** A member of the group. */
export const role: Role = {
  title: 'MySQL',
  count: { least: 3, most: 3 },
  ports: { mysql: {}, group: {} },
  startsAfter: [],

  programs: mysqlPrograms,

  secrets: () => ({
    root: createAccount('root'),
    application: createAccount('realworld'),
    replication: createAccount('lab_replication'),
    monitor: createAccount('lab_monitor'),
  }),
  hasCertificate: true,
  plan: (host, view, options) => ({
    program: 'mysqld',
    args: [`--defaults-file=${configPath(view.folderOf(host))}`],
    environment: {},
    files: listMemberFiles(host, view, options),
  }),
  prepare: async (host, at) => (await import('./data-directory.ts')).makeDataDirectory(host, at),
  preparation: ({ secrets, toolsAddress }) => renderInitialAccounts(secrets.root, toolsAddress),
  beforeStart: async (host, view) => (await import('./data-directory.ts')).removeStaleLock(view.folderOf(host)),
  // The group takes up to seven seconds to miss a member that died. One that knocks before is turned away, and may then
  // wait for half a minute before it tries again.
  restartPauseS: 7,

  endpoints: (view) => ({
    members: view.hostsOf('mysql').map((host) => ({
      name: host.name,
      mysql: view.at(host, 'mysql'),
      authority: isEncrypted(view) ? view.certificates.authority : undefined,
    })),
  }),
  look: lookAtMember,
  reset: async (host, { view, savedDir }) =>
    (await import('./data-directory.ts')).removeDataDirectory(view.folderOf(host), savedDir),
  client(host: Host, view) {
    const { address, port } = view.at(host, 'mysql');
    const { username, password } = view.secrets.root;
    const at = [`--host=${address}`, `--port=${port}`, `--user=${username}`];
    return {
      program: 'mysql',
      args: ['--no-defaults', ...at, `--prompt=${host.name}> `],
      environment: { MYSQL_PWD: password },
    };
  },
};

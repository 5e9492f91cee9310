import { join } from 'node:path';
import type { Account } from '../../scripts/state/secrets.ts';
import { lookAtMetrics } from '../look-at-metrics.ts';
import type { MetricsSource } from '../metrics-source.ts';
import { planPackaged } from '../packaged.ts';
import { exporterProgram } from '../prometheus/exporter-program.ts';
import { type Role, renderEndpoint } from '../role.ts';

const collected = [
  'perf_schema.replication_group_members',
  'perf_schema.replication_group_member_stats',
  'binlog_size',
];
const leftOut = [
  'info_schema.innodb_cmp',
  'info_schema.innodb_cmpmem',
  'info_schema.query_response_time',
  'slave_status',
];

/** Asks each member for its numbers, and for the group as that member sees it. */
export const role: Role = {
  title: 'mysqld_exporter',
  count: { least: 0, most: 1 },
  ports: { http: { forBrowsers: true } },
  startsAfter: ['mysql'],

  // Older ones fail on what MySQL 9 has no more.
  programs: [exporterProgram({ name: 'mysqld-exporter', product: 'mysqld_exporter', minimumVersion: '0.15.0' })],

  plan: (host, view) =>
    planPackaged(view, {
      program: 'prometheus-mysqld-exporter',
      args: [
        `--web.listen-address=${renderEndpoint(view.at(host, 'http'))}`,
        `--config.my-cnf=${join(view.folderOf(host), 'my.cnf')}`,
        // The member that it asks for /metrics, where people and `status` look.
        `--mysqld.address=${view.hostsOf('mysql').map((member) => renderEndpoint(view.at(member, 'mysql')))[0]}`,
        ...collected.map((name) => `--collect.${name}`),
        ...leftOut.map((name) => `--no-collect.${name}`),
        // A member that is down is told by the rules, and need not be told by each line of a log.
        '--log.level=error',
      ],
      environment: {},
      files: [{ name: 'my.cnf', text: renderLogin(view.secrets.monitor), secret: true }],
    }),
  canWait: true,

  metrics: (host, view) =>
    view.hostsOf('mysql').map((member): MetricsSource => {
      const address = renderEndpoint(view.at(member, 'mysql'));
      const question = { at: view.at(host, 'http'), path: '/probe', parameters: { target: address } };
      // As the other members call it in their views, and HAProxy in its list of servers.
      return { job: 'mysql', instance: member.name, ...question, labels: { member: address, server: member.name } };
    }),
  look: lookAtMetrics,
};

const renderLogin = ({ username, password }: Account) => `[client]\nuser = ${username}\npassword = "${password}"\n`;

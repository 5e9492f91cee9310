import test from 'ava';
import { renderAlertmanagerConfig } from '../../../../roles/alertmanager/configuration.ts';
import { readFromOwnFolder } from '../../../../roles/alertmanager/programs.ts';
import { judgeVersion } from '../../../../roles/prometheus/judge-version.ts';
import { judgeRedisExporter } from '../../../../roles/valkey-exporter/programs.ts';
import { viewProcesses } from '../lab-views.ts';

const profiles = ['monitor'];

async function readConfig(options: Parameters<typeof viewProcesses>[0] = {}) {
  const { view, roles } = await viewProcesses({ profiles, ...options });
  const [host] = view.hostsOf('prometheus');
  if (!host) throw new Error('no Prometheus');
  const plan = roles.of(host).plan(host, view, { joinOnBoot: true });
  return { ...plan, config: JSON.parse(plan.files[0]?.text ?? '') };
}

interface Target {
  targets: string[];
  labels: Record<string, string>;
}

const listTargets = (config: { scrape_configs: { static_configs: Target[] }[] }) =>
  config.scrape_configs.flatMap(({ static_configs: targets }) => targets);

test('Prometheus asks every host that says what it can be asked for, each once', async (t) => {
  const { config } = await readConfig();
  const asked = listTargets(config).map(({ labels }) => `${labels.job} ${labels.instance}`);
  t.deepEqual(asked.toSorted(), [
    'alertmanager alertmanager',
    'api web',
    'haproxy haproxy',
    'logs log-shipper',
    'logs log-store',
    'mysql mysql-1',
    'mysql mysql-2',
    'mysql mysql-3',
    'node node-exporter',
    'probe probe',
    'process process-exporter',
    'prometheus prometheus',
    'valkey-exporter valkey-exporter',
  ]);
  const more = await readConfig({ profiles: ['edge', 'monitor'] });
  t.true(listTargets(more.config).some(({ labels }) => labels.job === 'edge'));
});

test('each Valkey and Sentinel is asked through the exporter once there are any', async (t) => {
  const { config } = await readConfig({ profiles: ['monitor', 'cache', 'locks'] });
  const targets = listTargets(config);
  const asked = targets.filter(({ labels }) => labels.__metrics_path__ === '/scrape');
  t.deepEqual(
    asked.map(({ targets: [at], labels: { job, instance, __param_target: target } }) => [at, job, instance, target]),
    [
      ['127.0.0.1:9410', 'valkey', 'valkey-1', 'redis://127.0.0.1:9701'],
      ['127.0.0.1:9410', 'valkey', 'valkey-2', 'redis://127.0.0.1:9702'],
      ['127.0.0.1:9410', 'valkey', 'valkey-3', 'redis://127.0.0.1:9703'],
      ['127.0.0.1:9410', 'sentinel', 'sentinel-1', 'redis://127.0.0.1:9711'],
      ['127.0.0.1:9410', 'sentinel', 'sentinel-2', 'redis://127.0.0.1:9712'],
      ['127.0.0.1:9410', 'sentinel', 'sentinel-3', 'redis://127.0.0.1:9713'],
    ],
  );
  t.is(targets.filter(({ labels }) => labels.job === 'etcd').length, 3);
});

test('each member is asked through the exporter, and bears the names that others give it', async (t) => {
  const { config } = await readConfig();
  const target = listTargets(config).find(({ labels }) => labels.instance === 'mysql-2');
  t.deepEqual(target, {
    targets: ['127.0.0.1:9404'],
    labels: {
      job: 'mysql',
      instance: 'mysql-2',
      member: '127.0.0.1:13308',
      server: 'mysql-2',
      __metrics_path__: '/probe',
      __param_target: '127.0.0.1:13308',
    },
  });
});

test('scraping and keeping are settings, and a wrong one is named', async (t) => {
  const usual = await readConfig();
  t.is(usual.config.global.scrape_interval, '2s');
  t.true(usual.args.includes('--storage.tsdb.retention.time=15d'));
  const environment = { MONITOR_SCRAPE_SECONDS: '15', MONITOR_KEEP_MB: '300' };
  const { config, args } = await readConfig({ environment });
  t.is(config.global.scrape_interval, '15s');
  t.true(args.includes('--storage.tsdb.retention.size=300MB'));
  for (const value of ['0', '61']) {
    await t.throwsAsync(readConfig({ environment: { MONITOR_SCRAPE_SECONDS: value } }), {
      message: new RegExp(`MONITOR_SCRAPE_SECONDS is "${value}"`),
    });
  }
});

test('a token of the API is sent with the question, and only to the API', async (t) => {
  const { config } = await readConfig({ environment: { API_METRICS_TOKEN: 'a-token-of-16-letters' } });
  const withToken = config.scrape_configs.filter((job: { authorization?: object }) => job.authorization);
  t.deepEqual(
    withToken.map((job: { static_configs: Target[] }) => job.static_configs[0]?.labels.job),
    ['api'],
  );
});

test('messages go where the settings say, and nowhere without them', (t) => {
  const [none] = JSON.parse(renderAlertmanagerConfig({})).receivers;
  t.deepEqual(none, { name: 'people' });
  const settings = {
    MONITOR_WEBHOOK_URL: 'http://127.0.0.1:1/a',
    MONITOR_SLACK_URL: 'https://slack.example/b',
    MONITOR_EMAIL_TO: 'me@example.com',
    MONITOR_SMTP: 'mail.example.com:587',
  };
  const [people] = JSON.parse(renderAlertmanagerConfig(settings)).receivers;
  t.deepEqual(Object.keys(people), ['name', 'webhook_configs', 'slack_configs', 'email_configs']);
  t.throws(() => renderAlertmanagerConfig({ MONITOR_WEBHOOK_URL: 'here' }), {
    message: /MONITOR_WEBHOOK_URL is "here"/,
  });
  t.throws(() => renderAlertmanagerConfig({ MONITOR_EMAIL_TO: 'a@b' }), { message: /MONITOR_SMTP/ });
});

test('Alertmanager reads its templates from its own folder, whatever else is in the program', (t) => {
  const folder = '/usr/share/prometheus/alertmanager';
  const before = Buffer.from(`x${folder}failed${folder}/ui/`);
  const after = readFromOwnFolder(before);
  t.is(after.length, before.length);
  t.is(after.toString(), `x.${'/'.repeat(33)}failed${folder}/ui/`);
});

test('versions are read from what the programs print', (t) => {
  const judge = judgeVersion('Prometheus', '2.42.0');
  const about = '(branch: debian/sid, revision: 3.5.3+ds1-6)';
  t.deepEqual(judge(`prometheus, version 3.5.3+ds1 ${about}`), { version: '3.5.3', whyNot: undefined });
  t.is(
    judge('prometheus, version 2.33.5 (branch: x, revision: y)').whyNot,
    'it is Prometheus 2.33.5, older than 2.42.0',
  );
  t.is(judge('process-exporter, version  (branch: debian/sid, revision: 2.50.7-2)').version, '2.50.7');
  const redis = (version: string) =>
    `time="2026-11-30T11:49:51Z" level=info msg="Redis Metrics Exporter ${version}    build date: x"`;
  t.deepEqual(judgeRedisExporter(redis('1.86.0-1')), { version: '1.86.0', whyNot: undefined });
  t.regex(judgeRedisExporter(redis('v1.3.2')).whyNot ?? '', /older than 1\.45\.0/);
  t.regex(judge('something else').whyNot ?? '', /not the answer of Prometheus/);
});

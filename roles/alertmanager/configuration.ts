import { UserError } from '../../scripts/messages/user-error.ts';
import type { LabView } from '../view.ts';
import { inhibitRules } from './inhibit-rules.ts';

type Settings = LabView['environment'];

/** alertmanager.yml, written as JSON, which is YAML as well. */
export function renderAlertmanagerConfig(settings: Settings): string {
  const { MONITOR_HEARTBEAT_URL: heartbeat } = settings;
  return `${JSON.stringify(
    {
      route: {
        receiver: 'people',
        group_by: ['alertname'],
        // Alerts of the same moment are one message.
        group_wait: '1s',
        group_interval: '2s',
        repeat_interval: '4h',
        routes: [{ receiver: 'heartbeat', matchers: ['alertname="Watchdog"'], repeat_interval: '1m' }],
      },
      inhibit_rules: inhibitRules,
      receivers: [
        { name: 'people', ...listPeople(settings) },
        {
          name: 'heartbeat',
          ...(heartbeat && {
            webhook_configs: [{ url: checkUrl('MONITOR_HEARTBEAT_URL', heartbeat), send_resolved: false }],
          }),
        },
      ],
    },
    null,
    2,
  )}\n`;
}

// Without a setting the lab's page and `./lab alerts` tell: they ask Alertmanager themselves.
function listPeople(settings: Settings) {
  const { MONITOR_WEBHOOK_URL: webhook, MONITOR_SLACK_URL: slack, MONITOR_EMAIL_TO: email } = settings;
  return {
    ...(webhook && { webhook_configs: [{ url: checkUrl('MONITOR_WEBHOOK_URL', webhook) }] }),
    ...(slack && {
      slack_configs: [{ api_url: checkUrl('MONITOR_SLACK_URL', slack), send_resolved: true, ...slackText }],
    }),
    ...(email && { email_configs: [describeEmail(email, settings)] }),
  };
}

const slackText = {
  title: '{{ .Status }}: {{ .CommonLabels.alertname }}',
  text: '{{ range .Alerts }}{{ .Annotations.summary }}\n{{ .Annotations.look }}\n{{ end }}',
};

function describeEmail(to: string, settings: Settings) {
  const { MONITOR_SMTP: smarthost, MONITOR_SMTP_USER: user, MONITOR_SMTP_PASSWORD: password } = settings;
  if (!smarthost) {
    throw new UserError('MONITOR_EMAIL_TO is set, and MONITOR_SMTP, the server that sends mail, is not', {
      next: 'set MONITOR_SMTP=HOST:PORT',
    });
  }
  return {
    to,
    from: settings.MONITOR_EMAIL_FROM || to,
    smarthost,
    send_resolved: true,
    require_tls: settings.MONITOR_SMTP_TLS !== 'off',
    ...(user && { auth_username: user, auth_password: password ?? '' }),
  };
}

function checkUrl(key: string, url: string) {
  if (URL.canParse(url) && /^https?:/.test(url)) return url;
  throw new UserError(`${key} is "${url}", and has to be an address that begins with http:// or https://`, {
    next: `unset ${key}`,
  });
}

import type { ApiAnswer, RequestCounts } from './lines.ts';

const sample = /^(\w+)(?:\{(.*)\})? (\S+)$/;
const duration = 'api_request_duration_seconds';
// Readiness and metrics are asked by the lab itself, and are no route of the API.
const noRoute = 'route="none"';

/** Sums up the metrics of an API process, as it shows them to Prometheus. */
export function countApi(metrics: string): ApiAnswer {
  const answer: ApiAnswer = { answers: true, reads: noRequests(), writes: noRequests(), counters: {} };
  for (const line of metrics.split('\n')) {
    if (!line.startsWith('api_') && !line.startsWith('process_start')) continue;
    const [, name = '', labels = '', text] = sample.exec(line) ?? [];
    const value = Number(text);
    if (name === 'process_start_time_seconds') answer.startedMs = value * 1_000;
    else if (name.startsWith(duration)) addRequests(answer, { name, labels, value });
    else if (name.startsWith('api_database_') && value !== 0) answer.counters[nameCounter(name, labels)] = value;
  }
  return answer;
}

const noRequests = (): RequestCounts => ({ done: 0, failed: 0, within: {} });

function addRequests(answer: ApiAnswer, { name, labels, value }: { name: string; labels: string; value: number }) {
  if (labels.includes(noRoute)) return;
  const counts = /method="(GET|HEAD)"/.test(labels) ? answer.reads : answer.writes;
  if (name === `${duration}_count`) counts[/status="5/.test(labels) ? 'failed' : 'done'] += value;
  if (name !== `${duration}_bucket`) return;
  const [, seconds = ''] = /le="([\d.]+)"/.exec(labels) ?? [];
  if (seconds === '' || value === 0) return;
  const ms = String(Number(seconds) * 1_000);
  counts.within[ms] = (counts.within[ms] ?? 0) + value;
}

function nameCounter(name: string, labels: string) {
  const short = name.replace(/^api_database_/, '');
  return labels === '' ? short : `${short}{${labels}}`;
}

import test from 'ava';
import { describeLine } from '../../../../roles/log-shipper/describe-line.ts';
import type { LogLevel } from '../../../../roles/log-store/log-line.ts';

const says = test.macro(
  (t, line: string, time: string | undefined, level: LogLevel | undefined, requestId?: string) => {
    const { timeMs, isLocalTime = false, ...facts } = describeLine(line);
    t.is(isLocalTime, time === local);
    t.is(timeMs === undefined ? undefined : new Date(timeMs).toISOString(), time);
    t.is(facts.level, level);
    t.is(facts.requestId, requestId);
  },
);

const time = '2026-11-29T12:00:00.500Z';
const second = '2026-11-29T12:00:00.000Z';

test('MySQL', says, `2026-11-29T12:00:00.500000Z 0 [ERROR] [MY-011505] [Repl] x`, time, 'error');
test('MySQL, a warning', says, `2026-11-29T12:00:00.500000Z 0 [Warning] [MY-010068] [Server] x`, time, 'warning');
test(
  'the API',
  says,
  `{"level":50,"time":${Date.parse(time)},"requestId":"a-1","msg":"request failed"}`,
  time,
  'error',
  'a-1',
);
test('nginx', says, `{"time":"2026-11-29T13:00:00+01:00","requestId":"a-1","status":503}`, second, 'warning', 'a-1');
test('HAProxy', says, '2026-11-29T13:00:00.500+01:00 Server mysql/mysql-1 is DOWN, reason: x', time, 'warning');
const request =
  '2026-11-29T12:00:00.500+00:00 127.0.0.1:1 [29/Nov/2026:12:00:00] api api/web-1 0/0/0/-1/3 502 0 - - SH-- 2/1/0/0/0 0/0';
test('the edge', says, `${request} {a-1} "GET / HTTP/2.0"`, time, undefined, 'a-1');
test('HAProxy, an id of the client', says, `${request} {a-1} {b} "GET / HTTP/1.1"`, time, undefined, 'a-1');
test('HAProxy, an id of the API', says, `${request} {} {a-1} "GET / HTTP/1.1"`, time, undefined, 'a-1');
test('HAProxy, no id', says, `${request} {} {} "GET / HTTP/1.1"`, time, undefined);
test('the supervisor', says, '2026-11-29T12:00:00Z [supervisor] ended with 1, is wanted', second, 'warning');
test('Prometheus 3', says, `time=${time} level=INFO source=main.go:1 msg=x`, time, 'info');
test('Prometheus 2', says, `ts=${time} caller=main.go:1 level=error msg=x`, time, 'error');
test('etcd', says, `{"level":"warn","ts":"2026-11-29T12:00:00.500123Z","caller":"a.go:1","msg":"x"}`, time, 'warning');
test('etcd, its end', says, `{"level":"fatal","ts":"2026-11-29T12:00:00.500123Z","msg":"x"}`, time, 'error');
test('RabbitMQ', says, '2026-11-29 13:00:00.500123+01:00 [warning] <0.491.0> x', time, 'warning');
test('RabbitMQ, in red', says, '\u001b[38;5;160m2026-11-29 12:00:00.500123+00:00 [error] <0.8.0> x', time, 'error');
test('RabbitMQ, its end', says, '2026-11-29 12:00:00.500123+00:00 [critical] <0.491.0> x', time, 'error');

const local = new Date(2026, 10, 28, 7).toISOString();
test('Valkey', says, '1011:M 28 Nov 2026 07:00:00.000 * Running mode=standalone', local, 'info');
test('a Sentinel', says, '1020:X 28 Nov 2026 07:00:00.000 # +sdown master main 127.0.0.1 1', local, 'warning');
test('a program in Go', says, '2026/11/28 07:00:00 Reading metrics', local, undefined);
test('a library in Go', says, '[mysql] 2026/11/28 07:00:00 packets.go:58 EOF', local, undefined);

for (const wrong of ['1732882474123456789', '1e999', '-1', '"soon"', '{}'])
  test(`a time that is none: ${wrong}`, says, `{"level":50,"time":${wrong}}`, undefined, 'error');
test('seconds are no milliseconds', says, '{"ts":1796025505.75}', undefined, undefined);
test('a stack', says, '    at run (file.ts:1:1)', undefined, undefined);
test('what only begins as JSON', says, '{"level":', undefined, undefined);

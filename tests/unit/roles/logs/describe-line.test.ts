import test from 'ava';
import { describeLine } from '../../../../roles/log-shipper/describe-line.ts';
import type { LogLevel } from '../../../../roles/log-store/log-line.ts';

const says = test.macro(
  (t, line: string, time: string | undefined, level: LogLevel | undefined, requestId?: string) => {
    const { timeMs, ...facts } = describeLine(line);
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
test('a stack', says, '    at run (file.ts:1:1)', undefined, undefined);
test('what only begins as JSON', says, '{"level":', undefined, undefined);

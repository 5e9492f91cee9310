import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { parseStatistics, parseVersion, readProxyStatistics, serversOf } from '../../../../roles/haproxy/statistics.ts';

const recorded = (version: string) => readFileSync(new URL(`statistics-${version}.csv`, import.meta.url), 'utf8');

for (const version of ['2.6', '3.2']) {
  test(`HAProxy ${version}: a member that is up, one that is drained, one that says no`, (t) => {
    const { servers } = parseStatistics(recorded(version));
    t.deepEqual(
      servers.map(({ name, status, routed, sessions, lastCheck }) => ({ name, status, routed, sessions, lastCheck })),
      [
        { name: 'mysql-1', status: 'UP', routed: true, sessions: 1, lastCheck: 'Layer7 check passed' },
        { name: 'mysql-2', status: 'DRAIN', routed: false, sessions: 0, lastCheck: 'Layer7 check passed' },
        {
          name: 'mysql-3',
          status: 'DOWN',
          routed: false,
          sessions: 0,
          lastCheck: 'Layer7 invalid response: ROUTE-NO member is read-only',
        },
      ],
    );
  });

  test(`HAProxy ${version}: numbers are numbers, and only what is down has been down for some time`, (t) => {
    const [up, , down] = parseStatistics(recorded(version)).servers;
    t.is(up?.checkDurationMs, 1);
    t.is(up?.downSinceSeconds, undefined);
    t.is(up?.address, '127.0.0.1:22001');
    t.is(down?.downSinceSeconds, 2);
    t.is(down?.failedChecks, 2);
    t.is(down?.timesDown, 1);
  });

  test(`HAProxy ${version}: the listeners`, (t) => {
    const { listeners } = parseStatistics(recorded(version));
    t.deepEqual(listeners, [
      { name: 'mysql', status: 'OPEN', sessions: 1, totalSessions: 1 },
      { name: 'statistics', status: 'OPEN', sessions: 1, totalSessions: 1 },
    ]);
  });
}

const statusOf = test.macro({
  exec(t, raw: string, expected: { status: string; routed: boolean }) {
    const [server] = parseStatistics(`# pxname,svname,status,lastchg,\nmysql,mysql-1,${raw},7,\n`).servers;
    t.like(server, expected);
  },
  title: (_, raw, { status, routed }) => `"${raw}" is ${status} and ${routed ? 'routed to' : 'left out'}`,
});

test(statusOf, 'UP', { status: 'UP', routed: true });
test(statusOf, 'UP 1/2', { status: 'UP', routed: true });
test(statusOf, 'DOWN 1/2', { status: 'DOWN', routed: false });
test(statusOf, 'DOWN (agent)', { status: 'DOWN', routed: false });
test(statusOf, 'MAINT', { status: 'MAINT', routed: false });
test(statusOf, 'MAINT (via mysql/mysql-2)', { status: 'MAINT', routed: false });
test(statusOf, 'DRAIN', { status: 'DRAIN', routed: false });
test(statusOf, 'no check', { status: 'no check', routed: true });

test('members and processes of the API are told apart by their listener', (t) => {
  const statistics = parseStatistics('# pxname,svname,status\nmysql,mysql-1,UP\napi,web-1,UP\napi,web-2,DOWN\n');
  const routedOf = (proxy: 'mysql' | 'api') => serversOf(statistics, proxy).map(({ routed }) => routed);
  t.deepEqual([routedOf('mysql'), routedOf('api')], [[true], [true, false]]);
  t.deepEqual(serversOf(undefined, 'api'), []);
});

test('a quoted field may hold a comma, a quote and a line break', (t) => {
  const csv = '# pxname,svname,status,check_desc,last_chk\nmysql,mysql-1,DOWN,"no, ""really""\nno",why\n';
  t.is(parseStatistics(csv).servers[0]?.lastCheck, 'no, "really"\nno: why');
});

test('what is not statistics is refused', (t) => {
  t.throws(() => parseStatistics('<html>'), { message: /Not HAProxy's statistics: "<html>"/ });
  t.throws(() => parseStatistics(''), { message: /Not HAProxy's statistics/ });
});

test('the version is found in the metrics, and nothing where it is not told', (t) => {
  t.is(parseVersion('# TYPE x gauge\nhaproxy_process_build_info{version="3.2.26-1"} 1\n'), '3.2.26-1');
  t.is(parseVersion('<html>'), '');
});

test('a wrong password is named as such', async (t) => {
  const source = await listen(t, (_, response) => response.writeHead(401).end());
  await t.throwsAsync(readProxyStatistics(source), { message: /127\.0\.0\.1:\d+\/;csv: answered 401 Unauthorized/ });
});

test('a listener that never answers is given up at the deadline', async (t) => {
  const source = await listen(t, () => undefined);
  await t.throwsAsync(readProxyStatistics({ ...source, timeoutMs: 50 }), { message: /no answer within 50 ms/ });
});

test('a listener that is not there is named with its address', async (t) => {
  const source = { address: '127.0.0.1', port: 65_535, username: 'a', password: 'b', timeoutMs: 20_000 };
  await t.throwsAsync(readProxyStatistics(source), { message: /127\.0\.0\.1:65535\/;csv: connect ECONNREFUSED/ });
});

test('the caller may give up first, with a reason of its own', async (t) => {
  const source = await listen(t, () => undefined);
  const signal = AbortSignal.abort(new Error('not needed any more'));
  await t.throwsAsync(readProxyStatistics({ ...source, signal }), { message: 'not needed any more' });
});

async function listen(t: ExecutionContext, listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { address: '127.0.0.1', port, username: 'admin', password: 'secret', timeoutMs: 2_000 };
}

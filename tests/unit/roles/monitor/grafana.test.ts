import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import test, { type ExecutionContext } from 'ava';
import { describeDataSource, renderProvisioning } from '../../../../roles/prometheus/grafana/documents.ts';
import { findGrafana } from '../../../../roles/prometheus/grafana/place.ts';
import { sendDashboards } from '../../../../roles/prometheus/grafana/send-dashboards.ts';
import { writeProvisioning } from '../../../../roles/prometheus/grafana/write-provisioning.ts';
import { readDashboards } from '../../../../roles/prometheus/read-dashboards.ts';

const dataSource = describeDataSource({ url: 'http://127.0.0.1:9390', everyS: 2 });
const dashboards = readDashboards();

interface Asked {
  what: string;
  authorization: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: the assertions say what is in it.
  body: any;
}

/** Notes requests, and gives the answers that Grafana's documentation shows; what it `knows` is there already. */
async function listen(t: ExecutionContext, { knows = false, refuses = false } = {}) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const body = method === 'GET' ? undefined : await json(request);
    asked.push({ what: `${method} ${url}`, authorization: headers.authorization, body });
    const isOwn = /^\/api\/(datasources\/uid|folders)\//.test(url);
    response.statusCode = refuses ? 401 : isOwn && !knows ? 404 : 200;
    const { uid = 'x' } = (body as { dashboard?: { uid?: string } })?.dashboard ?? {};
    const saved = { id: 1, uid, url: `/d/${uid}/title`, status: 'success', version: 1 };
    response.end(JSON.stringify(response.statusCode === 200 ? saved : { message: 'Invalid API key' }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const saves = dashboards.map(() => 'POST /api/dashboards/db');

test('a Grafana that knows nothing of the lab is given source, folder and dashboards', async (t) => {
  const { asked, url } = await listen(t);
  const addresses = await sendDashboards({ url, authorization: 'Bearer secret' }, { dataSource, dashboards });
  t.deepEqual(
    asked.map(({ what }) => what),
    [
      'PUT /api/datasources/uid/mysql-group-lab',
      'POST /api/datasources',
      'GET /api/folders/mysql-group-lab',
      'POST /api/folders',
      ...saves,
    ],
  );
  t.true(asked.every(({ authorization }) => authorization === 'Bearer secret'));
  t.like(asked[1]?.body, { type: 'prometheus', access: 'proxy', url: 'http://127.0.0.1:9390' });
  t.deepEqual(asked[3]?.body, { uid: 'mysql-group-lab', title: 'MySQL group lab' });
  t.is(addresses[0], `${url}/d/lab-system/title`);
});

test('each dashboard replaces the former one and asks the lab’s own Prometheus', async (t) => {
  const { asked, url } = await listen(t, { knows: true });
  await sendDashboards({ url, authorization: 'Bearer secret' }, { dataSource, dashboards });
  t.deepEqual(
    asked.map(({ what }) => what),
    ['PUT /api/datasources/uid/mysql-group-lab', 'GET /api/folders/mysql-group-lab', ...saves],
  );
  for (const { body } of asked.slice(2)) {
    t.like(body, { overwrite: true, folderUid: 'mysql-group-lab' });
    t.is(body.dashboard.id, null);
    const [source] = body.dashboard.templating.list.filter(({ type }: { type: string }) => type === 'datasource');
    t.is(source.current.value, 'mysql-group-lab');
  }
});

test('a token that is not enough, and a Grafana that is not there, are named', async (t) => {
  const { url } = await listen(t, { refuses: true });
  const what = { dataSource, dashboards };
  await t.throwsAsync(sendDashboards({ url, authorization: 'Bearer wrong' }, what), { message: /401 Invalid API key/ });
  const nowhere = { url: 'http://127.0.0.1:9', authorization: 'Bearer secret' };
  await t.throwsAsync(sendDashboards(nowhere, what), { message: /127\.0\.0\.1:9 does not answer/ });
});

test('a folder of provisioning gets one file for the source and one for the dashboards', (t) => {
  const files = renderProvisioning(dataSource, { dashboardsFolder: '/project/dashboards' });
  t.like(JSON.parse(files['datasources/mysql-group-lab.yaml'] ?? ''), {
    apiVersion: 1,
    datasources: [{ orgId: 1, uid: 'mysql-group-lab', jsonData: { timeInterval: '2s' } }],
  });
  t.like(JSON.parse(files['dashboards/mysql-group-lab.yaml'] ?? ''), {
    apiVersion: 1,
    providers: [{ type: 'file', folder: 'MySQL group lab', options: { path: '/project/dashboards' } }],
  });
});

test('a Grafana is the one that is named, or else the one whose folder is found', (t) => {
  const address = { LAB_GRAFANA: 'http://127.0.0.1:3001/grafana/', LAB_GRAFANA_TOKEN: 'secret' };
  t.deepEqual(findGrafana(address), { url: 'http://127.0.0.1:3001/grafana', authorization: 'Bearer secret' });
  t.deepEqual(findGrafana({ LAB_GRAFANA: 'http://a:b@127.0.0.1:3001' }), {
    url: 'http://127.0.0.1:3001',
    authorization: 'Basic YTpi',
  });
  t.deepEqual(
    findGrafana({}, (path) => path === '/etc/grafana/provisioning'),
    { folder: '/etc/grafana/provisioning' },
  );
  t.throws(() => findGrafana({}, () => false), { message: /no Grafana on this machine/ });
  t.throws(() => findGrafana({ LAB_GRAFANA: 'http://127.0.0.1:3001' }), { message: /wants to know who asks/ });
  t.throws(() => findGrafana({ LAB_GRAFANA: '/nowhere' }, () => false), { message: /no folder: \/nowhere/ });
});

test('files of provisioning are written again and again, and a folder that takes none is named', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'lab-grafana-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  for (const text of ['one', 'two']) await writeProvisioning(folder, { 'dashboards/lab.yaml': text });
  t.deepEqual(await readdir(folder), ['dashboards']);
  const refused = writeProvisioning('/proc', { 'dashboards/lab.yaml': 'one' });
  await t.throwsAsync(refused, { message: /^\/proc\/dashboards\/lab\.yaml cannot be written/ });
});

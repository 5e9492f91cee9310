import test from 'ava';
import { ask, register } from '../support/api-client.ts';
import { host } from '../support/parse-status.ts';
import {
  accepts,
  forwarded,
  isRouted,
  members,
  onMachine,
  readPageLink,
  readStatus,
  vagrant,
} from '../support/vagrant-lab.ts';

// The lab on five machines, as a person finds it.

test.serial('from nothing to a working API in less than the limit', async (t) => {
  const limitS = Number(process.env.LAB_UP_LIMIT_S);
  const startedMs = Date.now();
  await vagrant('up');
  const tookS = Math.round((Date.now() - startedMs) / 1000);
  t.log(`vagrant up took ${tookS} s`);
  const { group, api, caretaker, watcher } = await readStatus();
  t.is(group.online, 3);
  t.true(api.healthy);
  t.like({ caretaker, watcher }, { caretaker: 'running', watcher: 'running' });
  t.true(tookS < limitS, `${tookS} s, allowed are ${limitS} s`);
});

test.serial('each machine has an identity of its own', async (t) => {
  const ask = async (name: string) =>
    (await onMachine(name, 'cat /etc/machine-id /etc/ssh/ssh_host_ed25519_key.pub')).stdout;
  const identities = await Promise.all(['haproxy', 'web', ...members].map(ask));
  const lines = identities.flatMap((text) => text.trim().split('\n'));
  t.is(lines.length, 10);
  t.is(new Set(lines).size, 10);
});

test.serial('a person registers, writes, reads and deletes through the forwarded port', async (t) => {
  const { token, username } = await register('person');
  const json = { article: { title: `Hello ${username}`, description: 'd', body: 'b', tagList: ['vagrant'] } };
  const { status, body } = await ask<{ article: { slug: string } }>('POST', '/articles', { token, json });
  t.true(status === 200 || status === 201);
  const path = `/articles/${body.article.slug}`;
  t.is((await ask('GET', path)).status, 200);
  t.is((await ask('POST', `${path}/comments`, { token, json: { comment: { body: 'c' } } })).status, 200);
  t.is((await ask('POST', `${path}/favorite`, { token })).status, 200);
  t.true((await ask('DELETE', path, { token })).status < 300);
  t.is((await ask('GET', path)).status, 404);
});

test.serial('the statistics page asks for its password and routes to all members', async (t) => {
  const { status } = await fetch(`http://127.0.0.1:${forwarded.stats.port}/`);
  t.is(status, 401);
  for (const name of members) t.true(await isRouted(name));
});

test.serial("the lab's page opens with its link through the forwarded port, and its buttons work", async (t) => {
  const link = await readPageLink();
  const { origin } = new URL(link);
  t.is(origin, `http://127.0.0.1:${forwarded.page.port}`);
  t.is((await fetch(`${origin}/`)).status, 403);
  const entered = await fetch(link, { redirect: 'manual' });
  t.is(entered.status, 303);
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
  const page = await fetch(`${origin}/`, { headers: { cookie } });
  t.regex(await page.text(), /<title>The lab<\/title>/);
  const command = await fetch(`${origin}/commands`, {
    method: 'POST',
    headers: { cookie, origin, 'content-type': 'application/json' },
    body: JSON.stringify({ words: ['start', 'mysql-1'] }),
  });
  const { done, text } = (await command.json()) as { done: boolean; text: string };
  t.true(done, text);
  t.regex(text, /mysql-1 is ONLINE and routed/);
});

test.serial('the computer of the machines reaches the documented ports alone', async (t) => {
  const documented: Record<string, number[]> = {
    'mysql-1': [22],
    'mysql-2': [22],
    'mysql-3': [22],
    haproxy: [22, 3306, 9201],
    web: [22, 80, 9300],
  };
  const { members: all, haproxy, api } = await readStatus();
  const addresses = new Map(all.map(({ name, address }) => [name, host(address)]));
  addresses.set('haproxy', host(haproxy.address)).set('web', new URL(api.url).hostname);
  for (const [name, address] of addresses) {
    const asked = [22, 80, 111, 3000, 3306, 9201, 9300, 33060, 33061];
    const answers = await Promise.all(asked.map((port) => accepts(address, port)));
    const open = asked.filter((_, index) => answers[index]);
    t.deepEqual(open, documented[name], `the ports of ${name}`);
  }
});

test.serial("the database's accounts refuse any host but their own", async (t) => {
  const secrets = JSON.parse((await onMachine('web', 'sudo cat /var/lib/mysql-group-lab/state/secrets.json')).stdout);
  const { members: all } = await readStatus();
  const at = host(all[1]?.address ?? '');
  for (const account of [secrets.root, secrets.application, secrets.monitor]) {
    const login = `mysql --no-defaults -h ${at} -u ${account.username} -e 'SELECT 1'`;
    const { exitCode, stderr } = await onMachine('mysql-1', `MYSQL_PWD=${account.password} ${login}`);
    t.not(exitCode, 0, `${account.username} from mysql-1`);
    t.regex(stderr, /ERROR (1045|1130)/);
  }
});

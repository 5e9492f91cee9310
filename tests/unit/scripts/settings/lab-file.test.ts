import { readFileSync } from 'node:fs';
import test from 'ava';
import { parseLab } from '../../../../roles/read-lab.ts';
import { UserError } from '../../../../scripts/messages/user-error.ts';

const text = readFileSync(new URL('../../../../lab.json', import.meta.url), 'utf8');

// biome-ignore lint/suspicious/noExplicitAny: these tests break the file in ways its type would not allow
type Broken = any;

const refused = test.macro<[(file: Broken) => void, RegExp[]]>(async (t, damage, expected) => {
  const file = JSON.parse(text);
  damage(file);
  const error = await t.throwsAsync(parseLab(JSON.stringify(file)), { instanceOf: UserError });
  for (const pattern of expected) t.regex(error?.message ?? '', pattern);
});

test('the file as it is describes a lab', async (t) => {
  t.is((await parseLab(text)).hosts.length, 5);
});

test(
  'an address that no host can have is named with its place',
  refused,
  (file) => {
    file.hosts[1].lastOctet = 300;
  },
  [/hosts\[1\]\.lastOctet/],
);

test(
  'a prefix that is no network is refused',
  refused,
  (file) => {
    file.network.prefix = '172.28';
  },
  [/network\.prefix: must be three numbers/],
);

test(
  'two hosts of one name are refused',
  refused,
  (file) => {
    file.hosts[2].name = 'mysql-1';
  },
  [/hosts\[2\]\.name: "mysql-1" is taken already by hosts\[0\]\.name/],
);

test(
  'two hosts at one address are refused',
  refused,
  (file) => {
    file.hosts[4].lastOctet = 53;
  },
  [/hosts\[4\]\.lastOctet: 53 is taken already by hosts\[0\]\.lastOctet/],
);

test(
  'one port for two uses is refused',
  refused,
  (file) => {
    file.hosts[0].localPorts.group = 13308;
  },
  [/13308 is taken already/],
);

test(
  'a lab of two hosts is refused',
  refused,
  (file) => {
    file.hosts.splice(2);
  },
  [/"mysql", and holds 2/, /"haproxy", and holds 0/, /"web", and holds 0/],
);

test(
  'an unknown key is refused',
  refused,
  (file) => {
    file.hosts[0].memory = 1;
  },
  [/hosts\[0\]: .*memory/],
);

test(
  'all mistakes of lab.json are told at once',
  refused,
  (file) => {
    file.hosts[0].lastOctet = 0;
    file.database = 'no spaces';
    file.network.prefix = 'x';
  },
  [/hosts\[0\]\.lastOctet/, /database/, /network\.prefix/],
);

const webHost = (number: number) => ({
  name: `web-${number}`,
  role: 'web',
  lastOctet: 40 + number,
  memoryMb: 1024,
  localPorts: { http: 3100 + number },
});
const withWebHosts = (count: number, changes: (file: Broken) => void = () => undefined) => {
  const file = JSON.parse(text);
  for (let number = 2; number <= count; number += 1) file.hosts.push(webHost(number));
  changes(file);
  return JSON.stringify(file);
};
const listenerOf = async (lab: string) =>
  (await parseLab(lab)).hosts.flatMap((each) => (each.role === 'haproxy' ? [each.localPorts.http] : []));

test('several web hosts get a listener of HAProxy, at a port that lab.json may choose', async (t) => {
  t.deepEqual(await listenerOf(withWebHosts(2)), [3080]);
  t.deepEqual(
    await listenerOf(
      withWebHosts(8, (file) => {
        file.hosts[3].localPorts.http = 8000;
      }),
    ),
    [8000],
  );
});

test('a single web host has none, and a port for it is in no host’s way', async (t) => {
  t.deepEqual(await listenerOf(text), [undefined]);
  t.deepEqual(
    await listenerOf(
      withWebHosts(1, (file) => {
        file.hosts[3].localPorts.http = 3000;
      }),
    ),
    [undefined],
  );
});

test('the listener’s port is no other host’s where it counts', async (t) => {
  const clash = withWebHosts(2, (file) => {
    file.hosts[5].localPorts.http = 3080;
  });
  await t.throwsAsync(parseLab(clash), { message: /hosts\[5\]\.localPorts\.http: 3080 is taken already/ });
});

test('nine web hosts are refused', async (t) => {
  await t.throwsAsync(parseLab(withWebHosts(9)), { message: /1 to 8 with the role "web", and holds 9/ });
});

test(
  'a count of web hosts is answered with the entry that is meant',
  refused,
  (file) => {
    file.hosts[4].count = 2;
    file.webs = 2;
  },
  [/hosts\[4\]: "count" is no key here: .*"name": "web-2"/, /\(the whole file\): "webs" is no key here/],
);

test('a file that is no JSON says so', async (t) => {
  await t.throwsAsync(parseLab('{ "hosts": ['), { instanceOf: UserError, message: /is not JSON/ });
});

const echo = (number: number, changes = {}) => ({
  name: `echo-${number}`,
  role: './tests/support/roles/echo',
  lastOctet: 80 + number,
  memoryMb: 256,
  localPorts: { http: 3200 + number },
  ...changes,
});
const withProfile = (hosts: object[]) => JSON.stringify({ ...JSON.parse(text), profiles: { echo: hosts } });

test('hosts of a profile belong to a lab only where the profile is on', async (t) => {
  const lab = withProfile([echo(1), echo(2)]);
  t.is((await parseLab(lab)).hosts.length, 5);
  const { hosts, roles } = await parseLab(lab, ['echo']);
  t.deepEqual(
    hosts.slice(5).map((host) => [host.name, roles.of(host).name]),
    [
      ['echo-1', 'echo'],
      ['echo-2', 'echo'],
    ],
  );
});

test('a profile that lab.json does not have is answered with those it has', async (t) => {
  const error = await t.throwsAsync(parseLab(withProfile([echo(1)]), ['edge']), { instanceOf: UserError });
  t.like(error, { message: 'lab.json has no profile "edge"', next: 'name one of: echo' });
});

test('a host of a profile that is off still may not take what another host has', async (t) => {
  const lab = withProfile([echo(1, { lastOctet: 51 }), echo(2, { localPorts: { http: 9201 } })]);
  const error = await t.throwsAsync(parseLab(lab), { instanceOf: UserError });
  t.regex(error?.message ?? '', /profiles\.echo\[0\]\.lastOctet: 51 is taken already by hosts\[4\]\.lastOctet/);
  t.regex(error?.message ?? '', /profiles\.echo\[1\]\.localPorts\.http: 9201 is taken already/);
});

test('a port that the role does not have, or needs, is named with its place', async (t) => {
  const error = await t.throwsAsync(parseLab(withProfile([echo(1, { localPorts: { web: 1 } })]), ['echo']));
  t.regex(error?.message ?? '', /profiles\.echo\[0\]\.localPorts\.web: is no port of the role "echo"/);
  t.regex(error?.message ?? '', /profiles\.echo\[0\]\.localPorts\.http: is a port that the role "echo" needs/);
});

test('a role without a folder is named with the file that is missing', async (t) => {
  const error = await t.throwsAsync(parseLab(withProfile([echo(1, { role: 'nothing' })]), ['echo']), {
    instanceOf: UserError,
  });
  t.regex(error?.message ?? '', /There is no role "nothing": .*\/roles\/nothing\/role\.ts does not exist/);
});

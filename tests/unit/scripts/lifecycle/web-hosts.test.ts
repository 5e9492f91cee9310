import { readFileSync } from 'node:fs';
import test from 'ava';
import { hasOtherWebHosts, listWithFormer } from '../../../../scripts/lifecycle/web-hosts.ts';
import { type Host, parseLabFile } from '../../../../scripts/settings/lab-file.ts';

const { hosts } = parseLabFile(readFileSync('lab.json', 'utf8'));
const web = hosts.find(({ role }) => role === 'web') as Host;
const two = [...hosts, { ...web, name: 'web-2' }];

for (const [title, listed, webHosts, isOther] of [
  ['a lab that has only ever had one web host has no other', hosts, undefined, false],
  ['one that gets its first second has', two, undefined, true],
  ['one that keeps both has not', two, ['web', 'web-2'], false],
  ['one that loses one has', hosts, ['web', 'web-2'], true],
  ['one whose second is another has', two, ['web', 'web-3'], true],
] as const) {
  test(title, (t) => {
    t.is(hasOtherWebHosts({ hosts: [...listed], record: { webHosts: webHosts && [...webHosts] } }), isOther);
  });
}

test('a web host that is listed no more is among those that may run', (t) => {
  const names = listWithFormer({ hosts, record: { webHosts: ['web', 'web-2'] } }).map(({ name }) => name);
  t.deepEqual(names, [...hosts.map(({ name }) => name), 'web-2']);
  t.is(listWithFormer({ hosts, record: {} }).length, hosts.length);
});

import { readFileSync } from 'node:fs';
import test from 'ava';
import { chooseFormat } from '../../../../api/http/body.ts';
import { judgeNginx } from '../../../../roles/cdn/programs.ts';
import { labText, viewMachines, viewProcesses } from '../lab-views.ts';

const profiles = ['edge'];
const read = (file: string) => readFileSync(new URL(`../../../../${file}`, import.meta.url), 'utf8');

async function filesOf(name: string, lab: Awaited<ReturnType<typeof viewProcesses>>) {
  const host = lab.view.hosts.find((each) => each.name === name);
  if (!host) throw new Error(name);
  const { files } = lab.roles.of(host).plan(host, lab.view, { joinOnBoot: true });
  return Object.fromEntries(files.map((file) => [file.name, file]));
}

test("nginx's configuration has every place filled, and only its own account reads the lab's key in it", async (t) => {
  const { 'nginx.conf': conf, 'waf.conf': waf } = await filesOf('cdn-2', await viewProcesses({ profiles }));
  t.notRegex(`${conf?.text}${waf?.text}`, /@[A-Z_]+@/);
  t.true(conf?.secret);
  t.regex(conf?.text ?? '', /"cdn-2; hit"[\s\S]*listen 127\.0\.0\.1:8492;[\s\S]*listen 127\.0\.0\.1:8496;/);
  t.regex(conf?.text ?? '', /"a hop" \$http_x_forwarded_for;/);
});

test('the pages are those of the front end, with its headers', async (t) => {
  const { 'nginx.conf': conf } = await filesOf('cdn-1', await viewProcesses({ profiles }));
  t.regex(conf?.text ?? '', /\(\/\|\/tag\/\[\^\/ \]\+\|\/login\|/);
  t.regex(conf?.text ?? '', /add_header Content-Security-Policy "default-src 'none';script-src 'self'/);
});

test('the API is the web host, or where it has several, the listener for them', async (t) => {
  const file = JSON.parse(labText);
  const second = { ...file.hosts[4], name: 'web-2', lastOctet: 50, localPorts: { http: 3001 } };
  const text = JSON.stringify({ ...file, hosts: [...file.hosts, second] });
  for (const [lab, port] of [
    [await viewProcesses({ profiles }), 3000],
    [await viewProcesses({ profiles, text }), 3080],
  ] as const) {
    const { 'nginx.conf': conf } = await filesOf('cdn-1', lab);
    t.is(conf?.text.split(`server 127.0.0.1:${port} max_fails=0;`).length, 3);
  }
});

test('on a machine nothing is looked for in the folder of a process', async (t) => {
  const { 'nginx.conf': conf, 'waf.conf': waf } = await filesOf('cdn-1', await viewMachines({ profiles }));
  t.notRegex(conf?.text ?? '', /^ *user |\/parts\/|127\.0\.0\.1/m);
  t.regex(conf?.text ?? '', /listen 10\.1\.2\.61:8081;[\s\S]*listen 10\.1\.2\.61:8082;/);
  t.regex(waf?.text ?? '', /^Include \/usr\/share\/modsecurity-crs\/rules\/REQUEST-901-/m);
});

test('the guard takes the same types for JSON as the API', async (t) => {
  const { 'waf.conf': waf } = await filesOf('cdn-1', await viewProcesses({ profiles }));
  const pattern = /Content-Type "@rx \(\?i\)(\S+)".*requestBodyProcessor=JSON/.exec(waf?.text ?? '')?.[1] ?? '';
  const types = [
    'application/json',
    'Application/JSON; charset=utf-8',
    'application/vnd.api+json',
    'text/json ;a=b',
    'application/x-www-form-urlencoded',
    'application/x-www-form-urlencoded; type=a/json',
    'application/jsonp',
  ];
  for (const type of types) {
    const read = chooseFormat({ 'content-type': type, 'content-length': '7' })?.(Buffer.from('{"a":1}'));
    t.is(new RegExp(pattern, 'i').test(type), read instanceof Object && 'a' in read, type);
  }
});

test('each hop waits longer than the one behind it, so that an answer to a repetition is still heard', async (t) => {
  const { 'nginx.conf': conf } = await filesOf('cdn-1', await viewProcesses({ profiles }));
  const secondsIn = (text: string, pattern: RegExp) => Number(pattern.exec(text)?.[1]);
  const listener = secondsIn(read('haproxy/haproxy.cfg'), /listen api\n[\s\S]*?^ {2}timeout server (\d+)s/m);
  const host = secondsIn(conf?.text ?? '', /^ {2}proxy_read_timeout (\d+)s;/m);
  const edge = secondsIn(read('roles/edge/edge.cfg'), /^ {2}timeout server (\d+)s/m);
  t.true(listener + 2 < host && host < edge, `${listener}, ${host}, ${edge}`);
});

test('an nginx is of use from 1.22 on', (t) => {
  t.deepEqual(judgeNginx('nginx version: nginx/1.30.6 (Debian)\n'), { version: '1.30.6', whyNot: undefined });
  t.regex(judgeNginx('nginx version: nginx/1.18.0 (Ubuntu)\n').whyNot ?? '', /older than 1\.22/);
  t.truthy(judgeNginx('Apache/2.4').whyNot);
});

import { readFileSync } from 'node:fs';
import test from 'ava';
import { mostWebHosts } from '../../../../roles/web/role.ts';

for (const name of ['haproxy.cfg', 'naive.cfg']) {
  test(`${name} has a line for each web host that lab.json may list`, (t) => {
    const text = readFileSync(new URL(`../../../../haproxy/${name}`, import.meta.url), 'utf8');
    const numbers = [...text.matchAll(/^ {2}server web-(\d+) "\$\{WEB_\1-unset\}"/gm)].map(([, number]) =>
      Number(number),
    );
    t.deepEqual(
      numbers,
      Array.from({ length: mostWebHosts }, (_, index) => index + 1),
    );
  });
}

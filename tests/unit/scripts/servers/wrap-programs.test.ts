import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { placeInPart } from '../../../../scripts/servers/packaged-program.ts';
import { resolveStars } from '../../../../scripts/servers/resolve-stars.ts';
import { listLoadable, wrapPrograms } from '../../../../scripts/servers/wrap-programs.ts';

function createTree(t: { teardown(end: () => void): void }) {
  const root = mkdtempSync(join(tmpdir(), 'wrap-'));
  t.teardown(() => rmSync(root, { recursive: true }));
  const bin = join(root, 'erlang/erts-17.1/bin');
  mkdirSync(bin, { recursive: true });
  mkdirSync(join(root, 'lib'));
  copyFileSync('/bin/true', join(bin, 'beam.smp'));
  writeFileSync(join(bin, 'erl'), '#!/bin/sh\n');
  symlinkSync('beam.smp', join(bin, 'epmd'));
  // In place of a loader: it says how it was called.
  writeFileSync(join(root, 'lib/loader'), '#!/bin/sh\necho "$@"\n', { mode: 0o755 });
  return { root, bin };
}

test('programs that start each other become scripts that name the loader; scripts stay, and links go', async (t) => {
  const { root, bin } = createTree(t);
  t.deepEqual(await listLoadable(join(root, 'erlang')), [join(bin, 'beam.smp')]);
  await wrapPrograms(join(root, 'erlang'), { libraries: join(root, 'lib'), loader: 'loader' });
  t.deepEqual(readdirSync(bin).sort(), ['beam.smp', 'beam.smp.elf', 'erl']);
  const said = execFileSync(join(bin, 'beam.smp'), ['-V', 'a b'], { encoding: 'utf8' });
  t.regex(said, /^--library-path \S+\/lib \S+\/beam\.smp\.elf -V a b\n$/);
});

test('a star in a path stands for the version that is there', (t) => {
  const { root, bin } = createTree(t);
  t.is(resolveStars(root, 'erlang/erts-*/bin/erl'), join(bin, 'erl'));
  t.is(resolveStars(root, 'erlang/erts-18*/bin'), join(root, 'erlang/erts-18*/bin'));
});

test('only a program of a folder of such programs stays where it is', (t) => {
  const folders = [{ from: 'usr/lib/erlang', to: 'erlang', hasPrograms: true }];
  t.is(placeInPart({ binary: 'usr/lib/erlang/bin/x', folders }), 'erlang/bin/x');
  t.is(placeInPart({ binary: 'usr/bin/x', folders }), undefined);
  t.is(placeInPart({ binary: 'usr/lib/erlang/bin/x', folders: [{ from: 'usr/lib/erlang', to: 'erlang' }] }), undefined);
});

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { checkBox } from '../../../../scripts/box/check-box.ts';
import { findSum } from '../../../../scripts/box/cloud-image.ts';
import { file, type Published, publish } from './published-image.ts';

const never = new AbortController().signal;

/** A folder of Vagrant's with one box, as Vagrant 2.4 lays it out, and what asks for it. */
async function keepBox(t: ExecutionContext, published: Published, metadata: object) {
  const boxes = await mkdtemp(join(tmpdir(), 'lab-boxes-'));
  t.teardown(() => rm(boxes, { recursive: true, force: true }));
  const folder = join(boxes, 'mysql-group-lab/0/amd64/libvirt');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'metadata.json'), JSON.stringify(metadata));
  const keyFile = join(boxes, 'key.asc');
  await writeFile(keyFile, published.key);
  const check = (provider: string, release = '26.04') =>
    checkBox({ provider, release, from: published.folderUrl, keyFile }, never, boxes);
  return check;
}

const factsOf = ({ files }: Published) => ({
  made: '2026-11-28',
  image: file,
  sha256: findSum(String(files.SHA256SUMS), file),
});

const onIntel = process.arch === 'arm64' ? test.skip : test;

onIntel('a box of the image that is published now is up to date', async (t) => {
  const published = await publish(t);
  const check = await keepBox(t, published, { provider: 'libvirt', lab: factsOf(published) });
  t.regex(await check('libvirt'), /The box of 2026-11-28 is up to date/);
});

onIntel('a box of another image is out of date', async (t) => {
  const published = await publish(t);
  const lab = { ...factsOf(published), sha256: '0'.repeat(64) };
  const check = await keepBox(t, published, { provider: 'libvirt', lab });
  await t.throwsAsync(check('libvirt'), { name: 'UserError', message: /of 2026-11-28 is out of date/ });
  await t.throwsAsync(check('libvirt', '28.04'), { message: /was made of ubuntu-26.04.* ubuntu-28.04.* is asked for/ });
});

test('a box that Vagrant does not have, or that says nothing of itself, is an error', async (t) => {
  const published = await publish(t);
  const check = await keepBox(t, published, { provider: 'libvirt' });
  await t.throwsAsync(check('virtualbox'), { name: 'UserError', message: /has no box mysql-group-lab for virtualbox/ });
  await t.throwsAsync(check('libvirt'), { name: 'UserError', message: /does not say what it was made of/ });
});

onIntel('a box is not called up to date by checksums that others signed', async (t) => {
  const published = await publish(t);
  const check = await keepBox(t, published, { provider: 'libvirt', lab: factsOf(published) });
  published.files.SHA256SUMS = Buffer.from('changed');
  await t.throwsAsync(check('libvirt'), { message: /not by the key that this lab knows/ });
});

import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { describeFirstBoot, makeFirstBootCd } from '../../../../scripts/box/first-boot.ts';
import { type BoxFormat, formats } from '../../../../scripts/box/formats.ts';
import { makeIso } from '../../../../scripts/box/iso.ts';
import { renderOvf } from '../../../../scripts/box/ovf.ts';
import { makeQcow2 } from '../../../../scripts/box/qcow2.ts';

async function makeFolder(t: ExecutionContext) {
  const folder = await mkdtemp(join(tmpdir(), 'lab-box-format-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return { folder, image: join(folder, 'image') };
}

test("libvirt's box has the image and the first boot as two disks", async (t) => {
  const { folder, image } = await makeFolder(t);
  await writeFile(image, 'the image');
  await (formats.libvirt as BoxFormat).fill(folder, image);
  t.deepEqual((await readdir(folder)).sort(), ['box.img', 'first-boot.qcow2', 'metadata.json']);
  const metadata = JSON.parse(await readFile(join(folder, 'metadata.json'), 'utf8'));
  t.deepEqual(metadata.disks, [{ path: 'box.img' }, { path: 'first-boot.qcow2' }]);
  t.is(await readFile(join(folder, 'box.img'), 'utf8'), 'the image');
});

test("VirtualBox's box describes the disk as long as its head says, and puts the first boot into the drive", async (t) => {
  const { folder, image } = await makeFolder(t);
  const head = Buffer.alloc(512);
  head.write('KDMV', 0);
  head.writeBigUInt64LE(20_971_520n, 12);
  await writeFile(image, head);
  await (formats.virtualbox as BoxFormat).fill(folder, image);
  t.regex(await readFile(join(folder, 'box.ovf'), 'utf8'), /ovf:capacity="10737418240"/);
  t.regex(await readFile(join(folder, 'Vagrantfile'), 'utf8'), /first-boot\.iso/);
  t.deepEqual(await readFile(join(folder, 'first-boot.iso')), makeFirstBootCd());
});

test('an image that is no VMDK is refused', async (t) => {
  const { folder, image } = await makeFolder(t);
  await writeFile(image, Buffer.alloc(512, 'x'));
  await t.throwsAsync((formats.virtualbox as BoxFormat).fill(folder, image), { message: /is no VMDK/ });
});

test('the CD has its files where their entries say', (t) => {
  const files = { 'user-data': 'x'.repeat(5_000), 'meta-data': 'y' };
  const image = makeIso('cidata', files);
  t.is(image.toString('latin1', 16 * 2048 + 1, 16 * 2048 + 6), 'CD001');
  t.is(image.toString('latin1', 16 * 2048 + 40, 16 * 2048 + 46), 'cidata');
  for (const [name, content] of Object.entries(files)) {
    const at = image.indexOf(`${name.toUpperCase()}.;1`, 20 * 2048) - 33;
    const [sector, length] = [image.readUInt32LE(at + 2), image.readUInt32LE(at + 10)];
    t.is(image.toString('latin1', sector * 2048, sector * 2048 + length), content);
  }
});

test('a disk in the format of qemu leads to each of its clusters', (t) => {
  const disk = Buffer.concat([Buffer.alloc(65_536, 'a'), Buffer.alloc(1_000, 'b')]);
  const image = makeQcow2(disk);
  const second = Number(image.readBigUInt64BE(Number(image.readBigUInt64BE(40))) & 0xffffffffn);
  const clusters = [0, 1].map((index) => Number(image.readBigUInt64BE(second + index * 8) & 0xffffffffn));
  t.deepEqual(
    clusters.map((at) => String.fromCharCode(image[at] ?? 0)),
    ['a', 'b'],
  );
  t.is(image.readBigUInt64BE(24), 66_560n);
});

test('the first boot makes the user of Vagrant, who comes in by key alone', (t) => {
  const { 'user-data': text = '' } = describeFirstBoot();
  t.regex(text, /^#cloud-config\n/);
  t.regex(text, /name: vagrant[\s\S]*ssh_authorized_keys:\n {6}- ssh-rsa /);
  t.regex(text, /lock_passwd: true/);
});

test('the machine for an ARM processor says so', (t) => {
  const machine = { disk: 'box.vmdk', capacityBytes: 1, arm: true };
  t.regex(renderOvf(machine), /ARM 64-bit/);
  t.notRegex(renderOvf({ ...machine, arm: false }), /ARM/);
});

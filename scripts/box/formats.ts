import { open, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFirstBootCd } from './first-boot.ts';
import { renderOvf } from './ovf.ts';
import { makeQcow2 } from './qcow2.ts';

/** How a provider's box is made of a server image. */
export interface BoxFormat {
  /** How the name of the image ends that the provider takes. */
  extension: string;
  /** Turns a folder with the image into one with the box's files. */
  fill(folder: string, image: string): Promise<void>;
}

/** The providers that have a box of a cloud image. */
export const formats: Record<string, BoxFormat> = {
  // The second disk has what the first boot reads; as a CD it would have to lie where libvirt's own user may read.
  libvirt: {
    extension: 'img',
    async fill(folder, image) {
      await rename(image, join(folder, 'box.img'));
      await writeFile(join(folder, 'first-boot.qcow2'), makeQcow2(makeFirstBootCd()));
      await writeJson(join(folder, 'metadata.json'), {
        provider: 'libvirt',
        format: 'qcow2',
        disks: [{ path: 'box.img' }, { path: 'first-boot.qcow2' }],
      });
    },
  },
  virtualbox: {
    extension: 'vmdk',
    async fill(folder, image) {
      await rename(image, join(folder, 'box.vmdk'));
      await writeFile(join(folder, 'first-boot.iso'), makeFirstBootCd());
      const capacityBytes = await readVmdkCapacity(join(folder, 'box.vmdk'));
      await writeFile(
        join(folder, 'box.ovf'),
        renderOvf({ disk: 'box.vmdk', capacityBytes, arm: process.arch === 'arm64' }),
      );
      await writeFile(join(folder, 'Vagrantfile'), virtualboxVagrantfile);
      await writeJson(join(folder, 'metadata.json'), { provider: 'virtualbox' });
    },
  },
};

const writeJson = (path: string, value: object) => writeFile(path, `${JSON.stringify(value)}\n`);

// Vagrant reads it beside the lab's own.
const virtualboxVagrantfile = `Vagrant.configure("2") do |config|
  config.vm.provider "virtualbox" do |machine|
    machine.customize ["storageattach", :id, "--storagectl", "SATA", "--port", "1", "--device", "0", "--type", "dvddrive",
                       "--medium", File.join(File.dirname(__FILE__), "first-boot.iso")]
  end
end
`;

/** How long the disk is that a VMDK holds, from its head. */
export async function readVmdkCapacity(path: string): Promise<number> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(20);
    await file.read(head, 0, head.length, 0);
    if (head.toString('latin1', 0, 4) !== 'KDMV') throw new Error(`${path} is no VMDK`);
    return Number(head.readBigUInt64LE(12)) * 512;
  } finally {
    await file.close();
  }
}

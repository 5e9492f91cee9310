import { join } from 'node:path';
import { defineCommand } from 'citty';
import { execa } from 'execa';
import { boxName, makeBox } from '../../box/make-box.ts';
import { UserError } from '../../messages/user-error.ts';
import { projectDir } from '../../settings/config.ts';

export const box = defineCommand({
  args: {
    provider: {
      type: 'string',
      valueHint: 'virtualbox|libvirt|lxc',
      description: 'What runs the machines',
      default: 'virtualbox',
    },
    release: { type: 'string', valueHint: '26.04', description: 'The release of Ubuntu', default: '26.04' },
    from: {
      type: 'string',
      valueHint: 'URL',
      description: 'A folder with the cloud image, SHA256SUMS and their signature',
    },
    key: { type: 'string', valueHint: 'FILE', description: "The key of those checksums, where it is not Ubuntu's" },
    bare: { type: 'boolean', description: 'lxc: without the packages that the machines need' },
  },
  async run({ args }) {
    if (args.provider === 'lxc') return await buildContainerBox(args.bare);
    const end = new AbortController();
    process.once('SIGINT', () => end.abort(new UserError('The box was not made: interrupted')));
    const { provider, release, from, key } = args;
    await makeBox({ provider, release, from, keyFile: key }, end.signal);
    console.log(`Vagrant has the box ${boxName}. Next: vagrant up --provider=${provider}`);
  },
});

// Of a container there is no image to download: the box is made of the packages of this machine's own archive.
async function buildContainerBox(bare: boolean | undefined) {
  const script = join(projectDir, 'provision/lxc/build-box.sh');
  const { exitCode } = await execa(script, bare ? ['--bare'] : [], { stdio: 'inherit', reject: false });
  process.exitCode = exitCode ?? 1;
}

import { join } from 'node:path';
import { defineCommand } from 'citty';
import { execa } from 'execa';
import { checkBox } from '../../box/check-box.ts';
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
    check: { type: 'boolean', description: 'Say whether the box that Vagrant has is out of date, and make none' },
    bare: { type: 'boolean', description: 'lxc: without the packages that the machines need' },
  },
  async run({ args }) {
    const { provider, release, from, key, check, bare } = args;
    if (provider === 'lxc')
      return await buildContainerBox([...(check ? ['--check'] : []), ...(bare ? ['--bare'] : [])]);
    const end = new AbortController();
    process.once('SIGINT', () => end.abort(new UserError('The box was not made: interrupted')));
    const wish = { provider, release, from, keyFile: key };
    if (check) return console.log(await checkBox(wish, end.signal));
    await makeBox(wish, end.signal);
    console.log(`Vagrant has the box ${boxName}. Next: vagrant up --provider=${provider}`);
  },
});

// Of a container there is no image to download: the box is made of the packages of this machine's own archive.
async function buildContainerBox(words: string[]) {
  const script = join(projectDir, 'provision/lxc/build-box.sh');
  const { exitCode } = await execa(script, words, { stdio: 'inherit', reject: false });
  process.exitCode = exitCode ?? 1;
}

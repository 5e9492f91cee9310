import { join } from 'node:path';
import { defineCommand } from 'citty';
import { execa } from 'execa';
import { checkBox } from '../../box/check-box.ts';
import { findMadeBox, vagrantBoxes } from '../../box/made-boxes.ts';
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
      valueHint: 'cloud-image|packages|URL',
      description:
        "What it is made of: Ubuntu's server image, the packages of this machine's archive, or a mirror's image",
    },
    key: { type: 'string', valueHint: 'FILE', description: "The key of those checksums, where it is not Ubuntu's" },
    check: { type: 'boolean', description: 'Say whether the box that Vagrant has is out of date, and make none' },
    bare: { type: 'boolean', description: 'Of packages: without those that the machines need' },
  },
  async run({ args }) {
    const { provider, release, from, key, check, bare } = args;
    if (await isOfPackages({ provider, from, check }))
      return await buildOfPackages([
        '--provider',
        provider,
        ...(check ? ['--check'] : []),
        ...(bare ? ['--bare'] : []),
      ]);
    const end = new AbortController();
    process.once('SIGINT', () => end.abort(new UserError('The box was not made: interrupted')));
    const wish = { provider, release, from: from === 'cloud-image' ? undefined : from, keyFile: key };
    if (check) return console.log(await checkBox(wish, end.signal));
    await makeBox(wish, end.signal);
    console.log(`Vagrant has the box ${boxName}. Next: vagrant up --provider=${provider}`);
  },
});

// Of a container there is no image to download. What a box was made of is what it is checked against.
async function isOfPackages({ provider, from, check }: { provider: string; from?: string; check?: boolean }) {
  if (provider === 'lxc' || from === 'packages') return true;
  if (!check || from) return false;
  const box = await findMadeBox(vagrantBoxes(), { name: boxName, provider });
  return box?.facts?.suite !== undefined;
}

async function buildOfPackages(words: string[]) {
  if (process.platform !== 'linux')
    throw new UserError('A box of packages is built on Debian or Ubuntu', { next: 'leave out --from packages' });
  const script = join(projectDir, 'provision/box/build.sh');
  const { exitCode } = await execa(script, words, { stdio: 'inherit', reject: false });
  process.exitCode = exitCode ?? 1;
}

import { defineCommand } from 'citty';
import { addProfile, removeProfile } from '../../lifecycle/profiles.ts';

const profileArgument = {
  profile: { type: 'positional', description: 'A group of hosts in "profiles" of lab.json', required: true },
} as const;

export const add = defineCommand({
  meta: { name: 'add', description: 'Start the hosts of a profile beside the running lab, which remembers them' },
  args: profileArgument,
  async run({ args }) {
    const hosts = await addProfile(args.profile);
    const names = hosts.map(({ name }) => name).join(', ');
    console.log(`${names}: part of the lab until ./lab remove ${args.profile}`);
  },
});

export const remove = defineCommand({
  meta: { name: 'remove', description: 'Stop the hosts of a profile and forget them; their data stays' },
  args: profileArgument,
  async run({ args }) {
    const hosts = await removeProfile(args.profile);
    const names = hosts.map(({ name }) => name).join(', ');
    console.log(`${names}: stopped, and part of the lab no more. Their data stays for ./lab add ${args.profile}`);
  },
});

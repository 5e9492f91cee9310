import { defineCommand } from 'citty';
import { findHost, type Lab, openLab } from '../../lab/open-lab.ts';
import { UserError } from '../../messages/user-error.ts';
import type { Host } from '../../settings/lab-file.ts';
import { parseWholeNumber } from '../../settings/parse-number.ts';
import type { MachineFaults } from '../../targets/target.ts';
import { hostArgument } from './host-command.ts';

export const partition = defineCommand({
  args: {
    ...hostArgument,
    from: {
      type: 'string',
      valueHint: 'HOST',
      description: 'The hosts on the other side, such as mysql-1,mysql-3; all other members without it',
    },
  },
  async run({ args }) {
    const lab = await openLab();
    const host = findHost(lab, args.host);
    const others = chooseOthers(lab, host, args.from);
    await requireFaults(lab).partition(host, others);
    console.log(
      `${host.name} is cut off from ${others.map(({ name }) => name).join(', ')}. It ends with: ./lab heal ${host.name}`,
    );
  },
});

export const heal = defineCommand({
  args: { host: { ...hostArgument.host, required: false } },
  async run({ args }) {
    const lab = await openLab();
    const hosts = args.host === undefined ? lab.target.hosts : [findHost(lab, args.host)];
    const faults = requireFaults(lab);
    await Promise.all(hosts.map((host) => faults.heal(host)));
    console.log(`${hosts.map(({ name }) => name).join(', ')}: the network is as it was.`);
  },
});

export const slow = defineCommand({
  args: {
    ...hostArgument,
    by: { type: 'string', valueHint: 'MS', default: '50', description: 'By how many milliseconds' },
  },
  async run({ args }) {
    const lab = await openLab();
    const host = findHost(lab, args.host);
    const delayMs = parseWholeNumber('--by', args.by, { least: 1, most: 60_000 });
    await requireFaults(lab).slow(host, delayMs);
    console.log(`What ${host.name} sends arrives ${delayMs} ms later. It ends with: ./lab heal ${host.name}`);
  },
});

export const poweroff = defineCommand({
  args: hostArgument,
  async run({ args }) {
    const lab = await openLab();
    const host = findHost(lab, args.host);
    await requireFaults(lab).poweroff(host);
    console.log(
      `${host.name} has no power. It comes back when it is switched on, such as with: vagrant up ${host.name}`,
    );
  },
});

function requireFaults({ target }: Lab): MachineFaults {
  if (target.faults) return target.faults;
  throw new UserError('The hosts of this lab are processes that share one network and one machine', {
    next: 'use pause or kill here; or do it to machines: ./lab --target vagrant …',
  });
}

function chooseOthers(lab: Lab, host: Host, from: string | undefined) {
  const names = from?.split(',').map((name) => findHost(lab, name.trim()));
  return (names ?? lab.target.hosts.filter(({ role }) => role === 'mysql')).filter((other) => other !== host);
}

import { defineCommand } from 'citty';
import { findHost, type Lab, openLab } from '../../lab/open-lab.ts';
import { UserError } from '../../messages/user-error.ts';
import type { Host } from '../../settings/lab-file.ts';
import type { MachineFaults } from '../../targets/target.ts';

const hostArgument = {
  host: { type: 'positional', description: 'The host, such as mysql-2', required: true },
} as const;

export const partition = defineCommand({
  meta: { name: 'partition', description: 'Cut a host off from others: nothing passes between them any more' },
  args: {
    ...hostArgument,
    from: { type: 'string', description: 'From whom, such as mysql-1,mysql-3; the other members where it is left out' },
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
  meta: { name: 'heal', description: 'End partition and slow on a host, or on all of them' },
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
  meta: { name: 'slow', description: 'Let everything that a host sends arrive later' },
  args: { ...hostArgument, by: { type: 'string', default: '50', description: 'By how many milliseconds' } },
  async run({ args }) {
    const lab = await openLab();
    const host = findHost(lab, args.host);
    const delayMs = parseDelay(args.by);
    await requireFaults(lab).slow(host, delayMs);
    console.log(`What ${host.name} sends arrives ${delayMs} ms later. It ends with: ./lab heal ${host.name}`);
  },
});

export const poweroff = defineCommand({
  meta: { name: 'poweroff', description: "Cut a machine's power" },
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

function parseDelay(text: string) {
  const delayMs = Number(text);
  if (Number.isInteger(delayMs) && delayMs > 0 && delayMs <= 60_000) return delayMs;
  throw new UserError(`--by takes milliseconds from 1 to 60000, not "${text}"`, {
    next: './lab slow mysql-2 --by 50',
  });
}

import type { Config } from '../../settings/config.ts';
import { type Host, machineOf } from '../../settings/lab-file.ts';
import { waitFor } from '../../waiting/wait.ts';
import { HostAwayError } from '../host-away-error.ts';
import type { FaultLacks, MachineFaults } from '../target.ts';
import { requestSwitchOn } from './caller.ts';
import { addressOf } from './machine-addresses.ts';
import type { MachineHost } from './machine-host.ts';

export interface MachineFaultsOptions {
  machine(host: Host): MachineHost;
  prefix: string;
  caller: Config['caller'];
  /** The machine that the tools run on. */
  web: Host;
}

// A container boots in some ten seconds, a virtual machine on a busy computer takes its time.
const bootMs = 180_000;

/** What can be done to machines that are ruled over SSH, and to their network. */
export function createMachineFaults(hosts: Host[], options: MachineFaultsOptions): MachineFaults {
  const { machine, prefix, caller, web } = options;
  const isThere = async (host: Host) => (await machine(host).look()) !== undefined;
  return {
    async partition(host, from) {
      const others = from.filter(({ lastOctet }) => lastOctet !== host.lastOctet);
      await machine(host).act(['partition', ...others.map((other) => addressOf(other, prefix))]);
    },
    async heal(host) {
      await machine(host).act(['heal']);
    },
    async slow(host, delayMs) {
      // The delay is measured at another machine: the tools' own, which answers now.
      const peer = host.name === web.name ? hosts.find(({ name }) => name !== web.name) : web;
      await machine(host).act(['slow', String(delayMs), addressOf(peer ?? web, prefix)], { timeoutMs: 120_000 });
    },
    // The machine is gone before it could say so.
    async poweroff(host) {
      const away = (error: unknown) => {
        if (!(error instanceof HostAwayError)) throw error;
      };
      await machine(host).act(['poweroff'], { timeoutMs: 2_000 }).catch(away);
    },
    async switchOn(host) {
      if (await isThere(host)) return;
      if (caller === 'vagrant') requestSwitchOn(machineOf(host, hosts));
      const next = `switch ${host.name} on, such as with: vagrant up ${machineOf(host, hosts).name}`;
      await waitFor(() => isThere(host), { what: `${host.name} to be switched on`, timeoutMs: bootMs, next });
    },
    findLacks: () => findLacks(options),
  };
}

async function findLacks({ machine, caller, web }: MachineFaultsOptions): Promise<FaultLacks> {
  const slow = await machine(web).act(['why-not-slow']);
  return { ...(slow && { slow }), ...(caller !== 'vagrant' && { switchOn: nobodySwitchesOn }) };
}

const nobodySwitchesOn =
  'no program outside of the machines can switch one on again; where Vagrant runs: ./lab --target vagrant chaos';

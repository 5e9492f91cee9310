import { readFileSync } from 'node:fs';
import test from 'ava';
import { parseLabFile } from '../../../../../scripts/settings/lab-file.ts';
import { HostAwayError } from '../../../../../scripts/targets/host-away-error.ts';
import { planShutOut, shutOut } from '../../../../../scripts/targets/ssh/left-out.ts';
import type { MachineHost } from '../../../../../scripts/targets/ssh/machine-host.ts';

const { hosts } = parseLabFile(readFileSync('lab.json', 'utf8'));
const members = hosts.filter(({ role }) => role === 'mysql');
const lab = (leftOut?: string[]) => ({ members, prefix: '10.1.2', record: { groupUuid: 'uuid', leftOut } });
const namesOf = ({ at }: { at: { name: string }[] }) => at.map(({ name }) => name);

test('where no member is left out, every member lets in all others', (t) => {
  const plan = planShutOut(lab());
  t.deepEqual(namesOf(plan), ['mysql-1', 'mysql-2', 'mysql-3']);
  t.deepEqual(plan.addresses, []);
});

test('who is left out is refused by the members that are not', (t) => {
  const plan = planShutOut(lab(['mysql-2']));
  t.deepEqual(namesOf(plan), ['mysql-1', 'mysql-3']);
  t.deepEqual(plan.addresses, ['10.1.2.54']);
});

test('a member that does not answer keeps no other from being told', async (t) => {
  const told: string[] = [];
  const machine = (host: { name: string }) =>
    ({
      async act(verb: string[]) {
        if (host.name === 'mysql-1') throw new HostAwayError({ name: host.name, address: '10.1.2.53' }, 'off');
        told.push(`${host.name} ${verb.join(' ')}`);
        return '';
      },
    }) as unknown as MachineHost;
  await shutOut({ ...lab(['mysql-3']), machine });
  t.deepEqual(told, ['mysql-2 shut-out 10.1.2.55']);
});

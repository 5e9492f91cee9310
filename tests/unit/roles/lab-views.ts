import { readFileSync } from 'node:fs';
import { parseLab } from '../../../roles/read-lab.ts';
import type { LabRecord } from '../../../scripts/state/lab-record.ts';
import { createLocalView } from '../../../scripts/targets/local/layout.ts';
import { createMachineView } from '../../../scripts/targets/ssh/machine-addresses.ts';

const account = { username: 'an-account', password: 'a "quoted" $word' };
const secrets = {
  root: account,
  application: account,
  replication: account,
  monitor: account,
  stats: account,
  check: account,
  appKey: 'a',
  jwtSecret: 'j',
  hop: 'a hop',
  rabbitmq: account,
  erlangCookie: 'a cookie',
  valkey: account,
};

const certificates = {
  authority: 'an authority',
  of: ({ name }: { name: string }) => ({ certificate: `certificate of ${name}`, key: `key of ${name}` }),
};

/** The text of the project's own lab.json. */
export const labText = readFileSync(new URL('../../../lab.json', import.meta.url), 'utf8');

export interface ViewOptions {
  /** The text of a lab.json. */
  text?: string;
  record?: Partial<LabRecord>;
  profiles?: string[];
  environment?: Record<string, string>;
}

async function describe({ text = labText, record = {}, environment = {}, profiles = [] }: ViewOptions) {
  const { hosts, roles } = await parseLab(text, profiles);
  const place = { hosts, stateDir: '/lab', database: 'realworld', secrets, certificates, environment };
  return { place: { ...place, record: { groupUuid: 'uuid', ...record } }, roles };
}

/** What the roles know of a lab of processes in /lab. */
export async function viewProcesses(options: ViewOptions = {}) {
  const { place, roles } = await describe(options);
  return { view: createLocalView(place, roles), roles };
}

/** What the roles know of a lab of machines in 10.1.2.0/24. */
export async function viewMachines(options: ViewOptions = {}) {
  const { place, roles } = await describe(options);
  return { view: createMachineView({ ...place, prefix: '10.1.2' }, roles), roles };
}

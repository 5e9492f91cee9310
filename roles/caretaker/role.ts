import { join } from 'node:path';
import { projectDir } from '../../scripts/settings/config.ts';
import type { Role } from '../role.ts';

/** What forms the group again when all members are back: one process beside the lab, which lab.json does not list. */
export const role: Role = {
  title: 'Caretaker',
  count: { least: 0, most: 0 },
  ports: {},
  startsAfter: ['mysql'],

  programs: [],

  plan: (_host, { stateDir }) => ({
    program: 'node',
    args: [join(projectDir, 'scripts/start/run.mjs'), 'scripts/lifecycle/caretaker.ts'],
    environment: { LAB_DIR: stateDir },
    files: [],
  }),
  look: async (_host, { state }) => ({ address: '', version: '', healthy: state === 'running', text: state }),
};

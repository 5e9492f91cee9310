import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { projectDir } from '../../scripts/settings/config.ts';
import type { Role } from '../role.ts';

/** What records the lab and serves its page: one process beside the lab, which lab.json does not list. */
export const role: Role = {
  title: 'Watcher',
  count: { least: 0, most: 0 },
  ports: { http: { optional: true, forBrowsers: true } },
  ownPorts: { http: 9300 },
  startsAfter: [],

  programs: [],

  secrets: () => ({ page: randomBytes(24).toString('base64url') }),

  plan: (_host, { stateDir }) => ({
    program: 'node',
    args: [
      // A small heap: it keeps little but the next sample.
      '--max-semi-space-size=2',
      join(projectDir, 'scripts/start/run.mjs'),
      'scripts/watch/main.ts',
    ],
    environment: { LAB_DIR: stateDir },
    files: [],
  }),
  canWait: true,
  look: async (_host, { state }) => ({ address: '', version: '', healthy: state === 'running', text: state }),
};

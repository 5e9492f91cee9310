import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { readLab } from '../../../../../roles/read-lab.ts';
import { readConfig } from '../../../../../scripts/settings/config.ts';
import { findProcess } from '../../../../../scripts/state/process-table.ts';
import type { Secrets } from '../../../../../scripts/state/secrets.ts';
import { createLocalTarget } from '../../../../../scripts/targets/local/local-target.ts';

test('a program beside the lab inherits the environment, and reads .env itself', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'lab-beside-'));
  const envFile = join(folder, 'env');
  writeFileSync(envFile, 'OF_THE_FILE=yes\n');
  const config = readConfig({
    PATH: process.env.PATH,
    LAB_DIR: join(folder, 'lab'),
    LAB_ENV_FILE: envFile,
    OF_THE_PERSON: 'yes',
  });
  const { file, hosts, roles } = await readLab(config.labFile);
  const certificates = { authority: '', of: () => ({ certificate: '', key: '' }) };
  const place = { database: 'realworld', secrets: {} as Secrets, certificates, record: { groupUuid: 'uuid' } };
  const target = createLocalTarget({ config, file, hosts, roles, ...place });
  t.teardown(async () => {
    await target.stopCaretaker();
    rmSync(folder, { recursive: true, force: true });
  });
  await target.startCaretaker();
  const pid = Number(readFileSync(join(config.stateDir, 'hosts/caretaker/supervisor.pid'), 'utf8'));
  const supervisor = findProcess(pid);
  t.true(supervisor?.hasMark('OF_THE_PERSON', 'yes'));
  t.false(supervisor?.hasMark('OF_THE_FILE', 'yes'));
});

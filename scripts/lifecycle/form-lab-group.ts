import { fingerprint, renderAccountsSql } from '../group/accounts.ts';
import { formGroup } from '../group/form-group.ts';
import { type Lab, openGroup } from '../lab/open-lab.ts';
import type { Progress } from '../messages/progress.ts';
import { UserError } from '../messages/user-error.ts';
import { saveLabRecord } from '../state/lab-record.ts';

export interface FormLabOptions {
  force: boolean;
  /** Whether to install the accounts that the settings ask for now. */
  install: boolean;
  progress: Progress;
}

/** Whether the settings ask for other accounts than those that are installed. */
export function hasNewAccounts({ database, secrets, target, record }: Lab) {
  return record.installed !== fingerprint(renderAccountsSql({ database, secrets, origins: target.origins }));
}

/**
 * Forms one group of the running members, with the lab's accounts in it; returns lines for the
 * user.
 */
export async function formLabGroup(lab: Lab, { force, install, progress }: FormLabOptions) {
  const { database, secrets, target, record } = lab;
  const sql = renderAccountsSql({ database, secrets, origins: target.origins });
  const installed = fingerprint(sql);
  const installSql = install && record.installed !== installed ? sql : undefined;
  const { summary, differs } = await formGroup(openGroup(lab, progress), { database, installSql, force });
  if (installSql !== undefined) record.installed = installed;
  await saveLabRecord(lab.config.stateDir, record);
  if (differs) {
    throw new UserError(['The group is together, but its members differ:', ...summary].join('\n'), {
      next: 'decide which member is right, and make the others copies of the group: ./lab reclone HOST --yes',
    });
  }
  return summary;
}

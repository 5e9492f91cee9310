import { waitFor } from '../../../scripts/waiting/wait.ts';
import type { TestLab } from '../../cluster/support/lab.ts';
import { count } from './people.ts';

/** The last event of a key that was taken in; 0 where none was. */
export const lastOf = (lab: TestLab, key: string) =>
  count(lab, `SELECT COALESCE(MAX(version), 0) FROM @event_inbox WHERE event_key = '${key}'`);

/** Waits until events of a key were taken in up to this one. */
export const untilTakenIn = (lab: TestLab, key: string, version: number, timeoutMs = 60_000) =>
  waitFor(async () => (await lastOf(lab, key)) === version, { what: `${key}/${version}`, timeoutMs });

/** Notifications about an article. */
export const countTold = (lab: TestLab, article: number) =>
  count(lab, `SELECT COUNT(*) FROM @notifications WHERE article_id = ${article}`);

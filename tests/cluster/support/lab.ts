import { readProxyStatistics } from '../../../roles/haproxy/statistics.ts';
import type { MemberStatus } from '../../../roles/mysql/member-status.ts';
import { findHost, type Lab, openGroup, openLab } from '../../../scripts/lab/open-lab.ts';
import { startHost } from '../../../scripts/lifecycle/start-host.ts';
import { withCommandLock } from '../../../scripts/state/command-lock.ts';
import { collectStatus, listTrouble } from '../../../scripts/status/collect-status.ts';
import { waitFor } from '../../../scripts/waiting/wait.ts';

/** The running lab of this test run, which LAB_DIR and LAB_PORT_SHIFT name, with everything a test may do to it. */
export interface TestLab {
  lab: Lab;
  kill(name: string): Promise<void>;
  stop(name: string): Promise<void>;
  pause(name: string): Promise<void>;
  resume(name: string): Promise<void>;
  start(name: string): Promise<void>;
  /** Rows of a statement that the administrator runs on one member. */
  rows<T = Record<string, unknown>>(name: string, sql: string): Promise<T[]>;
  member(name: string): Promise<MemberStatus>;
  waitUntilRouted(name: string, timeoutMs?: number): Promise<void>;
  waitUntilNotRouted(name: string, timeoutMs?: number): Promise<void>;
  /** Waits until every member has the same transactions; between two of a busy group that may never be. */
  waitUntilEqual(): Promise<void>;
  /** Waits until every part works: where the computer has much to do, one of a sound lab may answer a single look too late. */
  waitUntilAllWork(timeoutMs?: number): Promise<void>;
  /** Starts what is down, lets go on what is frozen, and waits until every part works. */
  waitUntilWhole(timeoutMs?: number): Promise<void>;
}

async function isRouted({ target, secrets }: Lab, name: string) {
  const source = { ...target.endpoints.stats, ...secrets.stats, timeoutMs: 2_000 };
  return (await readProxyStatistics(source)).servers.find((server) => server.name === name)?.routed ?? false;
}

/** Opens the lab that the test run started; says how to start one where there is none. */
export async function useLab(): Promise<TestLab> {
  if (!process.env.LAB_DIR)
    throw new Error(
      'These tests break a lab: start an own one (LAB_DIR=… LAB_PORT_SHIFT=… npm start) and set both here',
    );
  const lab = await openLab();
  const { target } = lab;
  const group = openGroup(lab);
  const member = async (name: string) => {
    const found = (await collectStatus(lab)).members.find((each) => each.name === name);
    if (!found) throw new Error(`no member ${name}`);
    return found;
  };
  const waitUntil = (name: string, routed: boolean, timeoutMs: number) =>
    waitFor(async () => (await isRouted(lab, name)) === routed, {
      what: `${name} to be ${routed ? '' : 'not '}routed`,
      timeoutMs,
      intervalMs: 20,
    });
  const waitUntilAllWork = async (timeoutMs = 120_000) => {
    let trouble: string[] = [];
    const doAllWork = async () => {
      trouble = listTrouble(await collectStatus(lab));
      return trouble.length === 0;
    };
    await waitFor(doAllWork, { what: () => `the whole lab to work: ${trouble.join('; ')}`, timeoutMs });
  };
  const rows = <T = Record<string, unknown>>(name: string, sql: string) => group.member(name).rows<T>(sql);
  const areEqual = async () => {
    const sql = "SELECT REPLACE(@@GLOBAL.gtid_executed, '\\n', '') AS gtids";
    const { members } = target.endpoints;
    const sets = await Promise.all(
      members.map(async ({ name }) => (await rows<{ gtids: string }>(name, sql))[0]?.gtids),
    );
    return new Set(sets).size === 1;
  };
  return {
    lab,
    kill: (name) => target.kill(findHost(lab, name)),
    stop: (name) => target.stop(findHost(lab, name)),
    pause: (name) => target.pause(findHost(lab, name)),
    resume: (name) => target.resume(findHost(lab, name)),
    start: (name) => target.start(findHost(lab, name)),
    rows,
    waitUntilEqual: () => waitFor(areEqual, { what: 'equal members', timeoutMs: 30_000 }).then(() => undefined),
    member,
    async waitUntilRouted(name, timeoutMs = 60_000) {
      await waitUntil(name, true, timeoutMs);
    },
    async waitUntilNotRouted(name, timeoutMs = 10_000) {
      await waitUntil(name, false, timeoutMs);
    },
    waitUntilAllWork,
    async waitUntilWhole(timeoutMs = 120_000) {
      await target.startCaretaker();
      for (const host of target.hosts) {
        await startHost(lab, host);
      }
      await waitUntilAllWork(timeoutMs);
      // Who put the group together may still compare its tables, with members that take no writes for that long.
      await withCommandLock(lab.config.stateDir, async () => undefined);
      await waitUntilAllWork(timeoutMs);
    },
  };
}

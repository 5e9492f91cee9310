import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { askAdminSocket } from '../../roles/haproxy/admin-socket.ts';
import { withMember } from '../../scripts/group/member-client.ts';
import { findHost, findMember, type Lab } from '../../scripts/lab/open-lab.ts';
import { startHost } from '../../scripts/lifecycle/start-host.ts';
import { waitFor } from '../../scripts/waiting/wait.ts';

/** What the cases break a lab with. */
export interface FaultTools {
  lab: Lab;
  /** Runs statements on a member, as administrator. */
  run(member: string, ...statements: string[]): Promise<void>;
  /** Runs statements in a session that stays open, with the locks that it holds, until `release`. */
  hold(member: string, ...statements: string[]): Promise<void>;
  release(): Promise<void>;
  /** Starts a host anew, with other settings than the person's where some are given. */
  restart(name: string, settings?: Record<string, string>): Promise<void>;
  /** Gives HAProxy a command through its admin socket. */
  tellProxy(command: string): Promise<string>;
  /** Opens connections to HAProxy's listener for MySQL that ask nothing. */
  knock(count: number): void;
  /** Gives Prometheus a file of rules beside its own; without rules takes it away. */
  setRules(rules?: { record: string; expr: string; labels?: Record<string, string> }[]): Promise<void>;
}

const mostMs = 900_000;

/** The tools for one run; `release`, `restart` and `setRules` undo what is left of them. */
export function createFaultTools(lab: Lab): FaultTools {
  const { target, secrets } = lab;
  const held: { release(): void; isOver: Promise<unknown> }[] = [];
  const sockets: Socket[] = [];
  const optionsFor = (timeoutMs: number) => ({ account: secrets.root, timeoutMs });
  const memberOf = (name: string) => {
    const member = target.endpoints.members.find((each) => each.name === findMember(lab, name).name);
    if (!member) throw new Error(`no member is ${name}`);
    return member;
  };
  return {
    lab,
    async run(name, ...statements) {
      await withMember(memberOf(name), optionsFor(60_000), async (client) => {
        for (const statement of statements) await client.run(statement);
      });
    },
    async hold(name, ...statements) {
      const released = new AbortController();
      await new Promise<void>((begin, fail) => {
        const isOver = withMember(memberOf(name), optionsFor(mostMs), async (client) => {
          for (const statement of statements) await client.run(statement);
          begin();
          await once(released.signal, 'abort');
        }).catch(fail);
        held.push({ release: () => released.abort(), isOver });
      });
    },
    async release() {
      for (const socket of sockets.splice(0)) socket.destroy();
      const sessions = held.splice(0);
      for (const { release } of sessions) release();
      await Promise.all(sessions.map(({ isOver }) => isOver));
    },
    async restart(name, settings = {}) {
      const host = findHost(lab, name);
      await target.stop(host);
      const { environment } = lab.config;
      const usual = { ...environment };
      Object.assign(environment, settings);
      await startHost(lab, host).finally(() => {
        for (const key of Object.keys(settings)) delete environment[key];
        Object.assign(environment, usual);
      });
    },
    tellProxy: (command) =>
      askAdminSocket(command, {
        path: join(target.view.folderOf({ name: 'haproxy' }), 'admin.sock'),
        timeoutMs: 2_000,
      }),
    knock(count) {
      const { address, port } = target.endpoints.database;
      for (let number = 0; number < count; number += 1) {
        const socket = connect(port, address);
        socket.on('error', () => socket.destroy());
        sockets.push(socket);
      }
    },
    async setRules(rules) {
      const host = findHost(lab, 'prometheus');
      const folder = join(target.view.folderOf(host), 'own-rules');
      await mkdir(folder, { recursive: true });
      const file = join(folder, 'chaos.yml');
      if (rules) await writeFile(file, JSON.stringify({ groups: [{ name: 'chaos', rules }] }));
      else await rm(file, { force: true });
      await target.reload(host);
    },
  };
}

/** Waits until a member lets administrators in. */
export async function waitForMember({ run }: FaultTools, name: string) {
  const answers = () =>
    run(name, 'DO 1').then(
      () => true,
      () => false,
    );
  await waitFor(answers, { what: `${name} to answer`, timeoutMs: 60_000 });
}

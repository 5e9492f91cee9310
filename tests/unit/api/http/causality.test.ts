import test from 'ava';
import { type Cache, noCache } from '../../../../api/cache/cache.ts';
import type { Copies } from '../../../../api/cache/copies.ts';
import type { Mark, Position } from '../../../../api/database/causality/position.ts';
import type { Database } from '../../../../api/database/database.ts';
import type { Session, SessionOptions } from '../../../../api/database/session.ts';
import { createCausalSessions } from '../../../../api/http/causality.ts';
import type { Context } from '../../../../api/http/request-context.ts';
import { createTokens } from '../../../../api/users/tokens.ts';

const tokens = createTokens({ secret: 'a secret', ttlMinutes: 1, issuer: 'http://api.test' });
const mark = (member: string): Mark => ({ member, source: 'group', number: 7, sentAtMs: 1, heardAtMs: 1 });

/** A request of a user, as HAProxy hands it on. */
const ask = (before: string) =>
  ({
    app: { proxy: true },
    headers: {
      'x-forwarded-process': 'web-2',
      'x-forwarded-process-before': before,
      authorization: `Token ${tokens.create(7)}`,
    },
    state: { requestId: before },
    set: () => undefined,
    append: () => undefined,
  }) as unknown as Context;

/** A process whose catching up takes until the test says what it brought. */
function createProcess() {
  const sessions: SessionOptions[] = [];
  const catchingUp: ((position: Position) => void)[] = [];
  let written: Position | undefined;
  const database = {
    session(options: SessionOptions) {
      sessions.push(options);
      return { read: async () => undefined, written: () => written } as unknown as Session;
    },
    catchUp: () => new Promise<Position>((resolve) => catchingUp.push(resolve)),
  } as unknown as Database;
  const open = createCausalSessions(database, { secret: 'a secret', tokens });
  const request = (before: string, writes?: Position) => {
    const context = ask(before);
    return open(context, async () => {
      await context.state.session.read(async () => undefined);
      written = writes;
    });
  };
  const soon = () => new Promise((done) => setTimeout(done, 30));
  const endCatchUp = async (position: Position) => {
    await soon();
    catchingUp.pop()?.(position);
  };
  return { open, request, endCatchUp, sessions, catchingUp };
}

test('what is written while a process catches up is seen afterwards, and so is what it caught up with', async (t) => {
  const { request, endCatchUp, sessions } = createProcess();
  await Promise.all([request('web-0'), endCatchUp([mark('a')])]);
  const moved = request('web-1');
  await request('web-2', [mark('b')]);
  await Promise.all([moved, endCatchUp([mark('c')])]);
  await request('web-2');
  t.deepEqual(sessions.at(-1)?.after, [mark('a'), mark('b'), mark('c')]);
});

test('the time that catching up takes is part of what the request may take', async (t) => {
  const { request, endCatchUp, sessions } = createProcess();
  await Promise.all([request('web-1'), endCatchUp([])]);
  t.true((sessions[0]?.deadlineMs ?? 0) <= 15_000 - 25);
});

test('a request that never asks the database makes no process catch up', async (t) => {
  const { open, catchingUp } = createProcess();
  await open(ask('web-1'), async () => undefined);
  t.is(catchingUp.length, 0);
});

test('what a request writes ends the copies that are kept by then, also where none were as it began', async (t) => {
  const touched: (readonly string[])[] = [];
  let copies: Copies | undefined;
  const cache: Cache = { ...noCache, copies: () => copies };
  const context = ask('web-2');
  await createCausalSessions({} as Database, { secret: 'a secret', tokens, cache })(context, async () => {
    context.state.touch(['lists']);
    copies = { touch: (topics) => touched.push(topics) } as Partial<Copies> as Copies;
    context.state.touch(['users']);
  });
  t.deepEqual(touched, [['users']]);
});

import test from 'ava';
import type { OutboxRow } from '../../../../roles/relay/outbox.ts';
import { createPublisher } from '../../../../roles/relay/publish.ts';
import { waitFor } from '../../../../scripts/waiting/wait.ts';
import { createFakeBroker, type Fate } from './fake-broker.ts';

const options = { mayPublish: () => true, tokenOf: () => 1 };
const rowsOf = (...keys: string[]): OutboxRow[] =>
  keys.map((key) => ({ key, version: 1, partition: 0, type: 'user.followed', payload: {}, at: new Date() }));
const namesOf = (rows: OutboxRow[]) => rows.map(({ key }) => key);

/** A publisher whose channels are silent about some keys, with a clock of its own. */
function publishBeside(fates: Record<string, Fate>) {
  const clock = { nowMs: 0 };
  const fake = createFakeBroker((key) => fates[key] ?? 'confirmed');
  return { fates, clock, fake, publisher: createPublisher(fake.broker, () => clock.nowMs) };
}

test('what is confirmed is given back, though another event of its batch is not', async (t) => {
  const { publisher } = publishBeside({ 'user:2': 'silence' });
  await publisher.publish(rowsOf('user:1', 'user:2', 'user:3'), options);
  const told = publisher.takeConfirmed();
  t.deepEqual(namesOf(told), ['user:1', 'user:3']);
  publisher.forget(told);
  t.deepEqual(publisher.listKeys(), ['user:2']);
  await publisher.publish(rowsOf('user:4'), options);
  t.deepEqual(namesOf(publisher.takeConfirmed()), ['user:4']);
});

test('a key is under way until its event is out of the outbox', async (t) => {
  const { publisher } = publishBeside({});
  await publisher.publish(rowsOf('user:1'), options);
  const told = publisher.takeConfirmed();
  t.deepEqual(publisher.listKeys(), ['user:1']);
  publisher.forget(told);
  t.true(publisher.isIdle());
});

test('without a confirm for ten seconds another channel is taken, and the events may be published again', async (t) => {
  const { publisher, clock, fake, fates } = publishBeside({ 'user:1': 'silence' });
  await publisher.publish(rowsOf('user:1'), options);
  clock.nowMs = 9_000;
  await publisher.publish([], options);
  t.deepEqual(fake.channels, { begun: 1, closed: 0 });
  clock.nowMs = 10_001;
  await publisher.publish([], options);
  t.deepEqual(fake.channels, { begun: 2, closed: 1 });
  await waitFor(publisher.isIdle, { what: 'the key to be free', timeoutMs: 5_000, intervalMs: 5 });
  fates['user:1'] = 'confirmed';
  await publisher.publish(rowsOf('user:1'), options);
  t.deepEqual(namesOf(publisher.takeConfirmed()), ['user:1']);
});

test('an event that is refused, or that no queue took, leaves the way to others and is free again', async (t) => {
  const { publisher } = publishBeside({ 'user:1': 'refused', 'user:2': 'returned' });
  await publisher.publish(rowsOf('user:1', 'user:2', 'user:3'), options);
  const told = publisher.takeConfirmed();
  t.deepEqual(namesOf(told), ['user:3']);
  publisher.forget(told);
  t.deepEqual(publisher.listKeys(), ['user:1', 'user:2']);
  await waitFor(publisher.isIdle, { what: 'the keys to be free', timeoutMs: 5_000, intervalMs: 5 });
});

test('nothing is published after the end of the lease', async (t) => {
  const { publisher, fake } = publishBeside({});
  await publisher.publish(rowsOf('user:1'), { ...options, mayPublish: () => false });
  t.deepEqual(fake.published, []);
  t.true(publisher.isIdle());
});

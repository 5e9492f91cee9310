import anyTest, { type TestFn } from 'ava';
import { waitFor } from '../../scripts/waiting/wait.ts';
import { runLab } from '../cluster/support/command.ts';
import { type TestLab, useLab } from '../cluster/support/lab.ts';
import { openLive } from './support/live.ts';
import { ask, comment, count, createPerson, type Person, speak, writeArticle } from './support/people.ts';
import { enter, type Place } from './support/place.ts';

const tables = [
  'event_versions',
  'event_outbox',
  'event_leases',
  'event_inbox',
  'events_laid_aside',
  'notifications',
  'webhooks',
  'webhook_deliveries',
];

/** A test that removes the profile events and adds it again. */
const test = anyTest.serial as TestFn<{ place: Place }>;

test.before('the profile events beside the lab', async (t) => {
  t.timeout(600_000);
  t.context = { place: await enter() };
});

test.after.always(({ context }) => context.place?.leave());

/** How many rows each table of the profile has. */
async function countRows(lab: TestLab): Promise<Record<string, number>> {
  const counts = tables.map(async (table) => [table, await count(lab, `SELECT COUNT(*) FROM @${table}`)]);
  return Object.fromEntries(await Promise.all(counts));
}

/** One write of each kind that is told where the profile is on, in the order of what they need. */
async function writeEverything(lab: TestLab, { author, reader }: Record<'author' | 'reader', Person>, word: string) {
  const send = speak(lab);
  const { slug, id } = await writeArticle(lab, author, word);
  await comment(lab, reader, slug);
  await send('POST', `/articles/${slug}/favorite`, { token: reader.token });
  await send('POST', `/profiles/${author.name}/follow`, { token: reader.token });
  await send('PUT', `/articles/${slug}`, { token: author.token, json: { article: { description: word } } });
  await send('DELETE', `/profiles/${author.name}/follow`, { token: reader.token });
  return { slug, id };
}

test('without the profile its tables stay as they are, whatever is written; what waited is told when it is back', async (t) => {
  t.timeout(600_000);
  const { lab } = t.context.place;
  const ofProfile = lab.lab.file.profiles.events?.map(({ name }) => name) ?? [];
  const { address, port } = lab.lab.target.endpoints.api;
  const way = { url: `http://${address}:${port}` };
  const people = { author: await createPerson(lab, 'leaving'), reader: await createPerson(lab, 'left') };
  const webhook = { url: 'http://127.0.0.1:1/told' };
  const { status } = await speak(lab)('POST', '/webhooks', { token: people.author.token, json: { webhook } });
  t.is(status, 200);
  await writeEverything(lab, people, 'Told');
  const areAllTold = async () => (await count(lab, countBehind)) + (await count(lab, countWaiting)) === 0;
  await waitFor(areAllTold, { what: 'the events before to be told', timeoutMs: 60_000 });
  // What no relay has told yet waits in the outbox.
  await lab.stop('relay-1');
  await lab.stop('relay-2');
  const waiting = await writeArticle(lab, people.author, 'Waiting');
  await comment(lab, people.reader, waiting.slug);
  t.is(await count(lab, countWaiting), 2);

  const open = await openLive(way, people.author);
  t.is((await runLab(['remove', 'events'])).exitCode, 0);
  const without = await useLab();
  t.is(without.lab.target.hosts.length, lab.lab.target.hosts.length - ofProfile.length);
  t.false(without.lab.target.hosts.some(({ name }) => ofProfile.includes(name)));
  await waitFor(() => open.isOver(), { what: 'the end of the open stream', timeoutMs: 20_000 });
  const off = await openLive(way, people.author);
  await waitFor(() => off.isOver(), { what: 'the end of the stream', timeoutMs: 20_000 });
  t.like(off.received, [{ event: 'off', retryMs: 60_000 }]);
  t.is(
    await count(without, "SELECT COUNT(*) FROM information_schema.triggers WHERE trigger_name LIKE 'event\\_of\\_%'"),
    0,
  );
  const kept = await countRows(without);
  const { slug, id } = await writeEverything(without, people, 'Untold');
  await speak(without)('DELETE', `/articles/${slug}`, { token: people.author.token });
  await createPerson(without, 'unnoticed');
  t.deepEqual(await countRows(without), kept);
  t.is(kept.event_outbox, 2);

  t.is((await runLab(['add', 'events'])).exitCode, 0);
  const again = await useLab();
  await comment(again, people.reader, waiting.slug);
  const told = `SELECT COUNT(*) FROM @notifications WHERE article_id = ${waiting.id} AND kind = 'comment'`;
  await waitFor(async () => (await count(again, told)) === 2, { what: 'both comments', timeoutMs: 60_000 });
  t.is(await count(again, `SELECT COUNT(*) FROM @notifications WHERE article_id = ${id}`), 0);
  t.is((await ask(again, `SELECT 1 FROM @webhooks WHERE url = '${webhook.url}'`)).length, 1);
});

const countBehind = `SELECT COUNT(*) FROM @event_versions v LEFT JOIN @event_inbox i USING (event_key)
  WHERE i.version IS NULL OR i.version < v.version`;
const countWaiting = 'SELECT COUNT(*) FROM @event_outbox';

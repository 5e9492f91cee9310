import anyTest, { type TestFn } from 'ava';
import { deleteManagement, postManagement } from '../../roles/rabbitmq/management.ts';
import { askAnyNode, readQueues } from '../../roles/rabbitmq/queue-status.ts';
import { deadQueue } from '../../roles/rabbitmq/topology.ts';
import { waitFor } from '../../scripts/waiting/wait.ts';
import { runLab } from '../cluster/support/command.ts';
import { type TestLab, useLab } from '../cluster/support/lab.ts';
import { ask, comment, count, createPerson, writeArticle } from './support/people.ts';

/** A test with the profile events beside the lab; it is removed afterwards. */
const test = anyTest.serial as TestFn<TestLab>;

test.before('the profile events beside the lab', async (t) => {
  t.timeout(600_000);
  await (await useLab()).waitUntilWhole();
  const { exitCode, stdout, stderr } = await runLab(['add', 'events']);
  t.is(exitCode, 0, `${stdout}${stderr}`);
  t.context = await useLab();
});

test.after.always(async () => {
  await runLab(['remove', 'events']);
});

/** Puts a message among the dead, as RabbitMQ does. */
async function putAmongDead({ lab }: TestLab, payload: string) {
  const { view } = lab.target;
  const body = {
    properties: { delivery_mode: 2, content_type: 'application/json' },
    payload,
    payload_encoding: 'string',
  };
  const path = '/api/exchanges/%2F/amq.default/publish';
  await askAnyNode(view, (at) => postManagement({ view, at }, path, { ...body, routing_key: deadQueue }));
}

const untilDeadAre = ({ lab }: TestLab, wanted: number) =>
  waitFor(
    async () => {
      const dead = (await readQueues(lab.target.view)).find(({ name }) => name === deadQueue);
      return dead && dead.ready + dead.underWay === wanted;
    },
    { what: `${wanted} among the dead`, timeoutMs: 30_000 },
  );

test('an event among the dead is sent once more, then the later ones of its key are taken in; rubbish stays', async (t) => {
  t.timeout(120_000);
  const lab = t.context;
  const [author, reader] = [await createPerson(lab, 'mourned'), await createPerson(lab, 'mourner')];
  const { slug, id } = await writeArticle(lab, author, 'Mourned');
  const key = `article:${id}`;
  const last = async () => count(lab, `SELECT COALESCE(MAX(version), 0) FROM @event_inbox WHERE event_key = '${key}'`);
  await waitFor(async () => (await last()) === 1, { what: 'the first event', timeoutMs: 20_000 });
  // The second event never comes to a consumer, and the third waits for it.
  await ask(lab, `UPDATE @event_versions SET version = 2 WHERE event_key = '${key}'`);
  await comment(lab, reader, slug);
  const payload = { articleId: id, userId: reader.id };
  const event = { key, version: 2, type: 'article.favorited', schema: 1, at: new Date().toISOString(), payload };
  await putAmongDead(lab, 'rubbish');
  await putAmongDead(lab, JSON.stringify(event));
  await untilDeadAre(lab, 2);
  t.is(await last(), 1);

  const { exitCode, stdout, stderr } = await runLab(['queue', 'replay', '--dead']);
  t.is(exitCode, 0, stderr);
  t.is(stdout, `${key}/2 was sent once more\n1 that are no events stay`);
  await waitFor(async () => (await last()) === 3, { what: 'the third event', timeoutMs: 20_000 });
  const kinds = await ask<{ kind: string }>(
    lab,
    `SELECT kind FROM @notifications WHERE article_id = ${id} ORDER BY version`,
  );
  t.deepEqual(
    kinds.map(({ kind }) => kind),
    ['favorite', 'comment'],
  );
  await untilDeadAre(lab, 1);
  const { view } = lab.lab.target;
  await askAnyNode(view, (at) => deleteManagement({ view, at }, `/api/queues/%2F/${deadQueue}/contents`));
});

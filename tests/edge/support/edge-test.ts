import anyTest, { type TestFn } from 'ava';
import { runLab } from '../../cluster/support/command.ts';
import { type TestLab, useLab } from '../../cluster/support/lab.ts';
import { type EdgePlace, findEdge, send } from './edge-client.ts';

interface Context {
  lab: TestLab;
  place: EdgePlace;
  /** A user with an article. */
  author: { token: string; slug: string };
}

/** A test with the profile edge beside the lab; it is removed after the last one. */
export const test = anyTest.serial as TestFn<Context>;
/** What names of this run have in common. */
export const marks = Date.now().toString(36);

test.before('the profile edge beside the lab, and an author with an article', async (t) => {
  t.timeout(600_000);
  await (await useLab()).waitUntilWhole();
  const added = await runLab(['add', 'edge']);
  t.is(added.exitCode, 0, `${added.stdout}${added.stderr}`);
  const [lab, place] = [await useLab(), await findEdge()];
  const json = {
    user: { username: `edge.${marks}`, email: `edge-${marks}@example.com`, password: "it's; -- <secret>" },
  };
  const { token } = (await send(place, '/api/users', { method: 'POST', json })).body.user;
  const article = { title: `Read through the edge ${marks}`, description: 'd', body: 'b' };
  const { slug } = (await send(place, '/api/articles', { method: 'POST', token, json: { article } })).body.article;
  t.context = { lab, place, author: { token, slug } };
});

test.after.always(async () => {
  await runLab(['remove', 'edge']);
});

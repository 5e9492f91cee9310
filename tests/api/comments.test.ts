import test from 'ava';
import { assertDeleted, assertForbidden, assertInvalid, assertNotFound, assertShape } from './support/assertions.ts';
import { clientOf } from './support/client.ts';
import { contracts } from './support/contracts.ts';
import { castOf, comment, write } from './support/people.ts';
import { unique } from './support/unique.ts';

const castFor = castOf('author', 'reader');

for (const contract of contracts) {
  const anonymous = clientOf(contract);

  test(`${contract.name}: commenting answers with the comment, which is then in the list`, async (t) => {
    const { author, reader } = await castFor(contract);
    const { slug } = await write(author);
    const body = 'Ünïcödé 🦄 <b>\n second line';
    const answer = await reader.post(`/articles/${slug}/comments`, { comment: { body: `  ${body} ` } });
    assertShape(t, answer, { contract, shape: 'comment', status: contract.createdStatus });
    t.like(answer.body.comment, { body, author: { username: reader.username, following: false } });
    t.is(answer.body.comment.createdAt, answer.body.comment.updatedAt);
    const list = await anonymous.get(`/articles/${slug}/comments`);
    assertShape(t, list, { contract, shape: 'comments' });
    t.deepEqual(list.body.comments, [answer.body.comment]);
  });

  test(`${contract.name}: comments are listed newest first`, async (t) => {
    const { author, reader } = await castFor(contract);
    const { slug } = await write(author);
    const ids: number[] = [];
    for (const person of [author, reader, author]) ids.unshift((await comment(person, slug)).id);
    const { comments } = (await anonymous.get(`/articles/${slug}/comments`)).body;
    t.deepEqual(
      comments.map(({ id }) => id),
      ids,
    );
  });

  test(`${contract.name}: comments show whether the reader follows their authors`, async (t) => {
    const { author, reader } = await castFor(contract);
    const { slug } = await write(author);
    await comment(author, slug);
    await reader.post(`/profiles/${author.username}/follow`);
    const path = `/articles/${slug}/comments`;
    t.true((await reader.get(path)).body.comments[0]?.author.following);
    t.false((await author.get(path)).body.comments[0]?.author.following);
    t.false((await anonymous.get(path)).body.comments[0]?.author.following);
    await reader.delete(`/profiles/${author.username}/follow`);
  });

  test(`${contract.name}: an author deletes their own comment and the others stay`, async (t) => {
    const { author, reader } = await castFor(contract);
    const { slug } = await write(author);
    const [gone, kept] = [await comment(reader, slug), await comment(reader, slug)];
    assertDeleted(t, await reader.delete(`/articles/${slug}/comments/${gone.id}`), contract);
    t.deepEqual((await anonymous.get(`/articles/${slug}/comments`)).body.comments, [kept]);
    const again = await reader.delete(`/articles/${slug}/comments/${gone.id}`);
    assertNotFound(t, again, { contract, kind: 'comment' });
  });

  test(`${contract.name}: another user's comment cannot be deleted, not even by the author of the article`, async (t) => {
    const { author, reader } = await castFor(contract);
    const { slug } = await write(author);
    const { id } = await comment(reader, slug);
    assertForbidden(t, await author.delete(`/articles/${slug}/comments/${id}`), { contract, kind: 'comment' });
    t.is((await anonymous.get(`/articles/${slug}/comments`)).body.comments.length, 1);
  });

  test(`${contract.name}: a comment must belong to the article in the path`, async (t) => {
    const { author, reader } = await castFor(contract);
    const [one, two] = await Promise.all([write(author), write(author)]);
    const { id } = await comment(reader, one.slug);
    const answer = await reader.delete(`/articles/${two.slug}/comments/${id}`);
    assertNotFound(t, answer, { contract, kind: 'comment' });
    t.is((await anonymous.get(`/articles/${one.slug}/comments`)).body.comments.length, 1);
  });

  for (const id of ['0', '-1', '99999999', '99999999999999999999', 'abc', '1.5', '1e3', "1'", '%00', '1%20OR%201=1']) {
    test(`${contract.name}: comment ${id} is not found`, async (t) => {
      const { author } = await castFor(contract);
      const { slug } = await write(author);
      assertNotFound(t, await author.delete(`/articles/${slug}/comments/${id}`), { contract, kind: 'comment' });
    });
  }

  test(`${contract.name}: an unknown article has no comments to read, write or delete`, async (t) => {
    const { reader } = await castFor(contract);
    const path = `/articles/${unique('unknown')}/comments`;
    assertNotFound(t, await anonymous.get(path), { contract, kind: 'article' });
    assertNotFound(t, await reader.post(path, { comment: { body: 'x' } }), { contract, kind: 'article' });
    assertNotFound(t, await reader.delete(`${path}/1`), { contract, kind: 'article' });
  });

  for (const body of [
    {},
    { comment: {} },
    { comment: null },
    { comment: { body: null } },
    { comment: { body: ' ' } },
  ]) {
    test(`${contract.name}: a comment needs a body, also in ${JSON.stringify(body)}`, async (t) => {
      const { author } = await castFor(contract);
      const { slug } = await write(author);
      const answer = await author.post(`/articles/${slug}/comments`, body);
      assertInvalid(t, answer, { contract, field: 'body', messages: [contract.required] });
    });
  }

  for (const body of [5, true, ['x'], { x: 1 }]) {
    test(`${contract.name}: a comment body that is ${JSON.stringify(body)} is refused`, async (t) => {
      const { author } = await castFor(contract);
      const { slug } = await write(author);
      const answer = await author.post(`/articles/${slug}/comments`, { comment: { body } });
      t.is(answer.status, 422, answer.summary);
      if (contract.name === 'laravel') t.deepEqual(answer.body.errors.body, ['must be a string.']);
      t.deepEqual((await anonymous.get(`/articles/${slug}/comments`)).body.comments, []);
    });
  }
}

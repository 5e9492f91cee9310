import test from 'ava';
import { slugify } from '../../api/articles/slug.ts';
import { createApiClient, register } from './support/api-client.ts';
import { startApiProcess } from './support/api-process.ts';
import { type Fate, startCommitRelay } from './support/commit-relay.ts';
import { rounds } from './support/effort.ts';
import { useLab } from './support/lab.ts';

// An article and its tags are one packet, in which the tags find the article by LAST_INSERT_ID().

interface Article {
  slug: string;
  body: string;
  tagList: string[];
}

const fates: Fate[] = ['lose the answer', 'lose the sender', 'lose the commit', 'deliver it late'];
const stamp = Date.now();
const many = 160 * rounds;
const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);

/** What the author of number n writes: some share a title, some bring a tag that no article has. */
const describe = (n: number): Omit<Article, 'slug'> & { title: string } => ({
  title: `Twins ${stamp} ${n % (many / 4)}`,
  body: `${n}`,
  tagList: [`tag${stamp}x${n % 7}`, ...(n % 5 === 0 ? [`new${stamp}x${n}`] : []), `tag${stamp}x${7 + (n % 3)}`],
});

test.before(async () => (await useLab()).waitUntilWhole());

test.serial('articles whose connection is cut at COMMIT are there once, with their own slug and tags', async (t) => {
  t.timeout(120_000);
  const testLab = await useLab();
  const { lab, rows, waitUntilEqual } = testLab;
  const decide = () => (Math.random() < 0.5 ? (fates[Math.floor(Math.random() * fates.length)] as Fate) : 'none');
  const relay = await startCommitRelay(lab.target.endpoints.database, decide);
  const api = await startApiProcess(testLab, { DB_PORT: String(relay.port) });
  const undisturbed = createApiClient(lab.target.endpoints.api);
  const author = `twins${stamp}`;
  const token = await register(undisturbed, author);
  const told: Article[] = [];
  const write = async (n: number) => {
    const json = { article: { description: 'd', ...describe(n) } };
    const { status, body } = await api.ask<{ article: Article }>('POST', '/articles', { token, json });
    t.is(status, 200, JSON.stringify(body));
    // The connection has another last id from now on.
    await api.ask('POST', `/articles/${body.article.slug}/comments`, { token, json: { comment: { body: 'c' } } });
    return body.article;
  };
  try {
    const queue = numbers(many);
    await Promise.all(
      numbers(12).map(async () => {
        for (let n = queue.shift(); n !== undefined; n = queue.shift()) told.push(await write(n));
      }),
    );
    t.deepEqual(told.map(readTold).toSorted(), numbers(many).map(describe).map(readTold).toSorted(), 'what was told');
    const slugs = new Set(told.map(({ slug }) => slug));
    t.is(slugs.size, many, 'each has a slug of its own');
    const plain = numbers(many).map((n) => slugify(describe(n).title));
    t.deepEqual(new Set(plain.filter((slug) => !slugs.has(slug))), new Set(), 'no number without need');
    t.true(
      fates.every((fate) => relay.met[fate] > 0),
      JSON.stringify(relay.met),
    );
    await waitUntilEqual();
    const [first = ''] = lab.target.endpoints.members.map(({ name }) => name);
    const kept = await rows<Article & { tags: string }>(
      first,
      `SELECT a.slug, a.body, (SELECT GROUP_CONCAT(t.name ORDER BY l.position) FROM ${lab.database}.article_tag l
                                 JOIN ${lab.database}.tags t ON t.id = l.tag_id WHERE l.article_id = a.id) AS tags
         FROM ${lab.database}.articles a JOIN ${lab.database}.users u ON u.id = a.user_id WHERE u.username = '${author}'`,
    );
    const asTold = ({ slug, ...article }: Article) => `${slug} ${readTold(article)}`;
    t.deepEqual(
      kept.map(({ tags, ...article }) => asTold({ ...article, tagList: tags.split(',') })).toSorted(),
      told.map(asTold).toSorted(),
      'what is kept',
    );
  } finally {
    await api.stop();
    await relay.close();
    for (const { slug } of told) await undisturbed('DELETE', `/articles/${slug}`, { token });
  }
});

const readTold = ({ body, tagList }: Omit<Article, 'slug'>) => `${body} ${tagList.join()}`;

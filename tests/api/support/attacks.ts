import { contractNamed } from './contracts.ts';
import { articleInput, comment, type Person, register, write } from './people.ts';
import { cutOff, sendAndForget } from './raw.ts';
import { unique } from './unique.ts';

/** Something that one client does to harm all others. */
export interface Attack {
  /** Completes "while ten clients …". */
  name: string;
  /** Makes what the attack needs, and gives what each client does again and again. */
  prepare(): Promise<() => Promise<unknown>>;
}

const contract = contractNamed('laravel');
const { mount } = contract;
const json = { 'content-type': 'application/json' };
const KB = 1024;

/** A character that is one byte in the database and six in an answer. */
const control = '\u0001';

export const attacks: Attack[] = [
  {
    name: 'send headers that a pattern could take long for',
    prepare: async () => {
      const authorization = `token x${' '.repeat(14_000)}y`;
      return () => sendAndForget('GET', `${mount}/user`, { headers: { authorization } });
    },
  },
  {
    name: 'log in with keys and wrong passwords',
    prepare: async () => () => {
      const user = { email: `${unique('unknown')}@example.com`, password: 'wrong' };
      const headers = { ...json, 'idempotency-key': unique('key') };
      return sendAndForget('POST', `${mount}/users/login`, { headers, body: JSON.stringify({ user }) });
    },
  },
  {
    name: 'register',
    prepare: async () => () => {
      const username = unique('crowd');
      const user = { username, email: `${username}@example.com`, password: 'a long password' };
      return sendAndForget('POST', `${mount}/users`, { headers: json, body: JSON.stringify({ user }) });
    },
  },
  {
    name: 'set favorites with keys on a long article',
    prepare: async () => {
      const { author, slugs } = await writeLongArticles(1);
      return () => {
        const headers = { ...tokenOf(author), 'idempotency-key': unique('key') };
        return sendAndForget('POST', `${mount}/articles/${slugs[0]}/favorite`, { headers });
      };
    },
  },
  {
    name: 'read lists of long articles',
    prepare: async () => {
      const { author } = await writeLongArticles(100);
      const path = `${mount}/articles?limit=100&author=${author.username}`;
      return () => sendAndForget('GET', `${path}&x=${unique('own')}`);
    },
  },
  {
    name: 'read many long comments',
    prepare: async () => {
      const { author, slugs } = await writeLongArticles(1);
      const [slug = ''] = slugs;
      const long = await longestOf(textsFor(16), (body) => comment(author, slug, body));
      await Promise.all(Array.from({ length: 100 }, () => comment(author, slug, long)));
      return () => sendAndForget('GET', `${mount}/articles/${slug}/comments?x=${unique('own')}`);
    },
  },
  {
    name: 'write the longest articles',
    prepare: async () => {
      const author = await register(contract);
      const headers = { ...json, ...tokenOf(author) };
      const body = await longestOf(textsFor(64), (text) => write(author, { body: text }));
      return () => {
        const article = articleInput({ body });
        return sendAndForget('POST', `${mount}/articles`, { headers, body: JSON.stringify({ article }) });
      };
    },
  },
  {
    name: 'send the largest bodies that are refused',
    prepare: async () => {
      const bodies = [
        `{"user":${'['.repeat(200 * KB)}${']'.repeat(200 * KB)}}`,
        `{"user":{${Array.from({ length: 40_000 }, (_, number) => `"k${number}":1`).join()}}}`,
        `{"user":{"email":"${'a.'.repeat(200 * KB)}@","password":"x"}}`,
      ];
      let sent = 0;
      return () => sendAndForget('POST', `${mount}/users/login`, { headers: json, body: bodies[sent++ % 3] as string });
    },
  },
  {
    name: 'leave their uploads and their answers unfinished',
    prepare: async () => () => {
      const head = `POST ${mount}/users/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500000\r\n\r\n{`;
      const whole = `GET ${mount}/articles?limit=100 HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(20);
      return cutOff(Math.random() < 0.5 ? head : whole);
    },
  },
  {
    name: 'name targets that are no URLs',
    prepare: async () => () => cutOff('GET http://[/x HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(20)),
  },
];

const tokenOf = ({ token }: Person) => ({ authorization: `Token ${token}` });

/** Texts for a limit of so many kilobytes, the worst first: without a limit, with one on what is stored, on what is answered. */
const textsFor = (limit: number) => [
  `x${control.repeat(80 * KB)}x`,
  `x${control.repeat(limit * KB - 2)}x`,
  'x'.repeat(limit * KB),
];

/** The first of the texts that is accepted. */
async function longestOf([text, ...others]: string[], store: (text: string) => Promise<unknown>): Promise<string> {
  if (text === undefined) throw new Error('None of the texts was accepted.');
  return store(text).then(
    () => text,
    () => longestOf(others, store),
  );
}

async function writeLongArticles(count: number): Promise<{ author: Person; slugs: string[] }> {
  const author = await register(contract);
  const body = await longestOf(textsFor(64), (text) => write(author, { body: text }));
  const articles = await Promise.all(Array.from({ length: count }, () => write(author, { body })));
  return { author, slugs: articles.map(({ slug }) => slug) };
}

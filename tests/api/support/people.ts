import { type Client, clientOf } from './client.ts';
import type { Contract } from './contracts.ts';
import type { Answer } from './http.ts';
import type { Article, Comment } from './payload.ts';
import { unique } from './unique.ts';

/** A registered user who can send requests. */
export interface Person extends Client {
  username: string;
  email: string;
  password: string;
  token: string;
}

interface Account {
  username?: string;
  email?: string;
  password?: string;
}

/** Registers a new user and gives them a client with their token. */
export async function register(contract: Contract, account: Account = {}): Promise<Person> {
  const username = account.username ?? unique('user');
  const user = { username, email: `${username}@example.com`, password: 'a long password', ...account };
  const answer = await clientOf(contract).post('/users', { user });
  demand(answer, contract.createdStatus);
  const { token } = answer.body.user;
  return { ...clientOf(contract, token), ...user, token };
}

/** The roles of a test file: each contract's people are registered once, when the first test asks for them. */
export function castOf<Role extends string>(...roles: Role[]): (contract: Contract) => Promise<Record<Role, Person>> {
  const casts = new Map<Contract, Promise<Record<Role, Person>>>();
  return (contract) => {
    const known = casts.get(contract) ?? registerAll(contract, roles);
    casts.set(contract, known);
    return known;
  };
}

async function registerAll<Role extends string>(contract: Contract, roles: Role[]): Promise<Record<Role, Person>> {
  const people = await Promise.all(roles.map((role) => register(contract, { username: unique(role) })));
  return Object.fromEntries(people.map((person, index) => [roles[index], person])) as Record<Role, Person>;
}

/** Writes an article and returns it as the API answered it. */
export async function write(author: Client, article: Partial<Article> = {}): Promise<Article> {
  const answer = await author.post('/articles', { article: articleInput(article) });
  demand(answer, 200, 201);
  return answer.body.article;
}

/** A valid article with a title of its own. */
export function articleInput(article: Partial<Article> = {}): Partial<Article> {
  return { title: unique('title'), description: 'A description', body: 'A body', ...article };
}

/** Comments on an article and returns the comment as the API answered it. */
export async function comment(author: Client, slug: string, body = 'A comment'): Promise<Comment> {
  const answer = await author.post(`/articles/${slug}/comments`, { comment: { body } });
  demand(answer, 200, 201);
  return answer.body.comment;
}

function demand(answer: Answer, ...statuses: number[]): void {
  if (statuses.includes(answer.status)) return;
  throw new Error(`A test could not make its data, ${statuses.join(' or ')} was expected: ${answer.summary}`);
}

import type { ClientRequest, Outcome, Read, RouteName, Run, Write } from '../../../../chaos/history.ts';
import { createRandom } from '../../../../chaos/load/random.ts';
import { makeRun } from './histories.ts';
import { SimulatedService, slugOf } from './simulated-service.ts';

export interface SimulationOptions {
  seed: number;
  clients?: number;
  seconds?: number;
  ratePerSecond?: number;
  /** How long a request takes, and how it ends. */
  take?: (dueMs: number, random: () => number) => { tookMs: number; outcome: Outcome };
}

interface Step extends Omit<ClientRequest, 'read'> {
  asks?: Read['type'];
  /** When it happens; nothing where it never does. */
  effectMs?: number;
}

const looks: [Read['type'], RouteName][] = [
  ['description', 'article:read'],
  ['comments', 'comment:list'],
  ['articles', 'article:list'],
  ['favorite', 'article:read'],
  ['follow', 'profile:read'],
];

/** A run on a service that keeps every promise, except that some requests are refused or not answered. */
export function simulateRun({
  seed,
  clients = 3,
  seconds = 20,
  ratePerSecond = 20,
  take = stumble,
}: SimulationOptions): Run {
  const random = createRandom(seed);
  const users = Array.from({ length: clients }, (_, client) => `user-${client}`);
  const service = new SimulatedService(users);
  const free = users.map(() => 0);
  const steps: Step[] = users.map((_, client) => planFirst(client));
  for (let id = clients; id < seconds * ratePerSecond; id += 1) {
    const dueMs = 1_000 + (id * 1_000) / ratePerSecond;
    const client = Math.floor(random() * clients);
    const sentMs = Math.max(dueMs, free[client] as number);
    const { tookMs, outcome } = take(sentMs, random);
    const endedMs = sentMs + tookMs;
    free[client] = endedMs + 1;
    const effectMs = pickEffect({ outcome, sentMs, endedMs }, random);
    const base = { client, id, dueMs, sentMs, endedMs, outcome, status: outcome === 'ok' ? 200 : 503 };
    steps.push({ ...base, ...(effectMs && { effectMs }), ...planStep({ id, client, users, steps }, random) });
  }
  const requests = happen(steps, service);
  const finals = ['mysql-1', 'mysql-2', 'mysql-3'].map((member) => ({ member, ...service.tables() }));
  return makeRun({ users, requests, finals, seconds: seconds + 1, ratePerSecond });
}

function stumble(_dueMs: number, random: () => number) {
  const luck = random();
  const outcome: Outcome = luck < 0.1 ? 'fail' : luck < 0.2 ? 'unknown' : 'ok';
  return { tookMs: 1 + random() * 100, outcome };
}

function planFirst(client: number): Step {
  const wrote: Write = { type: 'article', mark: slugOf(client), slug: slugOf(client) };
  const times = { dueMs: 0, sentMs: 0, endedMs: 10, effectMs: 5 };
  return { client, id: client, route: 'article:create', outcome: 'ok', status: 200, wrote, ...times };
}

// A request without an answer may take effect much later, or never.
function pickEffect({ outcome, sentMs, endedMs }: Pick<Step, 'outcome' | 'sentMs' | 'endedMs'>, random: () => number) {
  if (outcome === 'ok') return sentMs + random() * (endedMs - sentMs);
  if (outcome === 'unknown' && random() < 0.5) return sentMs + random() * 10_000;
}

interface Situation {
  id: number;
  client: number;
  users: string[];
  steps: Step[];
}

function planStep(
  { id, client, users, steps }: Situation,
  random: () => number,
): Pick<Step, 'route' | 'wrote' | 'asks'> {
  const [asks, route] = looks[Math.floor(random() * looks.length)] as (typeof looks)[number];
  if (random() < 0.6) return { route, asks };
  const mark = `m-${id}`;
  const slug = slugOf(client);
  const neighbour = (client + 1) % users.length;
  const mine = steps
    .filter((step) => step.client === client && step.outcome === 'ok')
    .flatMap((step) => step.wrote ?? []);
  const deleted = new Set(steps.flatMap(({ wrote }) => (wrote?.type === 'comment deleted' ? [wrote.mark] : [])));
  const comment = mine.find((wrote) => wrote.type === 'comment' && !deleted.has(wrote.mark));
  const choices: [RouteName, Write][] = [
    ['article:create', { type: 'article', mark, slug: mark }],
    ['article:update', { type: 'description', slug, mark }],
    ['comment:create', { type: 'comment', slug, mark }],
    ['favorite', { type: 'favorite', slug: slugOf(neighbour), there: random() < 0.5 }],
    ['follow', { type: 'follow', username: users[neighbour] as string, there: random() < 0.5 }],
  ];
  if (comment?.type === 'comment')
    choices.push(['comment:delete', { type: 'comment deleted', slug, mark: comment.mark }]);
  const [writeRoute, wrote] = choices[Math.floor(random() * choices.length)] as (typeof choices)[number];
  return { route: writeRoute, wrote };
}

function happen(steps: Step[], service: SimulatedService): ClientRequest[] {
  const done = steps
    .toSorted((a, b) => (a.effectMs ?? 0) - (b.effectMs ?? 0))
    .map(({ effectMs, asks, ...request }): ClientRequest => {
      if (effectMs !== undefined && request.wrote) service.apply(request.client, request.wrote);
      const isRead = asks && request.outcome === 'ok';
      return { ...request, ...(isRead && { read: service.look(request.client, { type: asks }) }) };
    });
  return done.toSorted((a, b) => a.endedMs - b.endedMs);
}

import anyTest, { type TestFn } from 'ava';
import { findHost } from '../../scripts/lab/open-lab.ts';
import { fetchText } from '../../scripts/waiting/fetch-text.ts';
import { waitFor } from '../../scripts/waiting/wait.ts';
import type { TestLab } from '../cluster/support/lab.ts';
import { listWithoutData } from '../monitor/support/ask-dashboards.ts';
import { comment, createPerson, speak, writeArticle } from './support/people.ts';
import { enter, type Place } from './support/place.ts';

/** A test with the profiles events and monitor beside the lab. */
const test = anyTest.serial as TestFn<{ place: Place }>;

test.before('the profiles events and monitor beside the lab', async (t) => {
  t.timeout(900_000);
  t.context = { place: await enter({ profiles: ['events', 'monitor'] }) };
});

test.after.always(({ context }) => context.place?.leave());

async function listAlerts({ lab }: TestLab): Promise<string[]> {
  const { address, port } = lab.target.view.at(findHost(lab, 'prometheus'), 'http');
  const { text } = await fetchText(`http://${address}:${port}/api/v1/alerts`, { timeoutMs: 5_000 });
  const { data } = JSON.parse(text) as { data: { alerts: { state: string; labels: { alertname: string } }[] } };
  return data.alerts.filter(({ state }) => state === 'firing').map(({ labels }) => labels.alertname);
}

test('each query of the dashboard Events brings numbers, and a webhook that leads nowhere is told', async (t) => {
  t.timeout(300_000);
  const { lab } = t.context.place;
  const [author, reader] = [await createPerson(lab, 'watched'), await createPerson(lab, 'watching')];
  const { slug } = await writeArticle(lab, author, 'Watched');
  // No server listens there, and without LAB_WEBHOOK_PRIVATE nothing is connected to.
  const json = { webhook: { url: 'http://127.0.0.1:1/' } };
  const { status } = await speak(lab)('POST', '/webhooks', { token: author.token, json });
  t.is(status, 200);
  const { view } = lab.lab.target;
  let missing: string[] = [];
  const allBring = async () => {
    await comment(lab, reader, slug);
    const found = await listWithoutData(view, findHost(lab.lab, 'prometheus'));
    missing = found.filter((each) => each.startsWith('Events, '));
    return missing.length === 0;
  };
  await waitFor(allBring, { what: 'numbers for each query', timeoutMs: 90_000, intervalMs: 1_000 }).catch(
    () => undefined,
  );
  t.deepEqual(missing, []);
  const isTold = async () => {
    await comment(lab, reader, slug);
    return (await listAlerts(lab)).includes('WebhooksFail');
  };
  await waitFor(isTold, { what: 'the alert WebhooksFail', timeoutMs: 90_000, intervalMs: 1_000 });
});

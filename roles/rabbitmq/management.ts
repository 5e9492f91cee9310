import type { Endpoint } from '../../scripts/settings/endpoints.ts';
import type { Account } from '../../scripts/state/secrets.ts';
import { fetchText } from '../../scripts/waiting/fetch-text.ts';
import { renderEndpoint } from '../role.ts';
import type { LabView } from '../view.ts';

/** Asks a node's management page for a path such as /api/overview; throws where there is no answer. */
export async function askManagement<T>(view: LabView, at: Endpoint, path: string, timeoutMs = 2_000): Promise<T> {
  const url = `http://${renderEndpoint(at)}${path}`;
  const answer = await fetchText(url, { timeoutMs, headers: logIn(view) });
  if (!answer.ok) throw new Error(`${url} answers ${answer.status} ${answer.statusText}`);
  return JSON.parse(answer.text) as T;
}

/** Posts to the same; throws where that is refused. */
export async function postManagement<T>(
  { view, at }: { view: LabView; at: Endpoint },
  path: string,
  body: object,
): Promise<T> {
  const url = `http://${renderEndpoint(at)}${path}`;
  const headers = { ...logIn(view), 'Content-Type': 'application/json' };
  const signal = AbortSignal.timeout(5_000);
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), signal });
  if (!answer.ok) throw new Error(`${url} answers ${answer.status} ${answer.statusText}`);
  return (await answer.json()) as T;
}

/** Asks the same to delete something; throws where that is refused. */
export async function deleteManagement({ view, at }: { view: LabView; at: Endpoint }, path: string): Promise<void> {
  const url = `http://${renderEndpoint(at)}${path}`;
  const answer = await fetch(url, { method: 'DELETE', headers: logIn(view), signal: AbortSignal.timeout(5_000) });
  if (!answer.ok) throw new Error(`${url} answers ${answer.status} ${answer.statusText}`);
}

function logIn({ secrets }: LabView) {
  const { username, password } = secrets.rabbitmq as Account;
  return { Authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
}

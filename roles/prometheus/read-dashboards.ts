import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Dashboard, dashboardSchema } from './dashboard-schema.ts';

/** The dashboards lie beside this file, as Grafana imports them. */
const folder = join(import.meta.dirname, 'dashboards');

/** The order in which they are shown. */
const order = ['system', 'hosts', 'api', 'database', 'proxy', 'errors', 'alerts'];

/** All dashboards, each held against the schema. */
export async function readDashboards(): Promise<Dashboard[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const found = await Promise.all(names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8'))));
  return found.map((json) => dashboardSchema.parse(json)).toSorted((a, b) => placeOf(a) - placeOf(b));
}

const placeOf = ({ uid }: Dashboard) => order.indexOf(uid.replace('lab-', ''));

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Dashboard, dashboardSchema } from './dashboard-schema.ts';

/** The dashboards lie beside this file, as Grafana imports them. */
const folder = join(import.meta.dirname, 'dashboards');

/** The order in which they are shown. */
const order = ['system', 'hosts', 'api', 'database', 'proxy', 'events', 'errors', 'alerts'];

/** All dashboards, each held against the schema. */
export function readDashboards(): Dashboard[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const found = names.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
  return found.map((json) => dashboardSchema.parse(json)).toSorted((a, b) => placeOf(a) - placeOf(b));
}

const placeOf = ({ uid }: Dashboard) => order.indexOf(uid.replace('lab-', ''));

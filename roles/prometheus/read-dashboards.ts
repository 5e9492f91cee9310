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

/** Those of a lab with hosts of these roles: one with a tag such as role:relay is about hosts of that role. */
export function listDashboards(hasRole: (role: string) => boolean): Dashboard[] {
  const wanted = (tag: string) => /^role:(.+)/.exec(tag)?.[1];
  return readDashboards().filter(({ tags }) => tags.flatMap((tag) => wanted(tag) ?? []).every(hasRole));
}

const placeOf = ({ uid }: Dashboard) => order.indexOf(uid.replace('lab-', ''));

import type { Dashboard } from '../roles/prometheus/dashboard-schema.ts';

/** What came of a question of that page: the answer, or why there is none. */
export type Found<T> = { result: T } | { problem: string };

/** What the page of the dashboards knows of the lab; it asks for it first. */
export interface DashboardList {
  /** Such as "mysql-group-lab". */
  lab: string;
  /** The names of all hosts, which have colours of their own. */
  hosts: string[];
  /** Seconds between two questions of Prometheus to a host. */
  scrapeS: number;
  dashboards: Dashboard[];
}

import type { Dashboard } from '../roles/prometheus/dashboard-schema.ts';

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

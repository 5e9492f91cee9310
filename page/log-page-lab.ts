/** What the page of the logs knows of the lab; it asks for it first. */
export interface LogPageLab {
  /** Such as "mysql-group-lab". */
  lab: string;
  /** All that keep a log. */
  hosts: string[];
}

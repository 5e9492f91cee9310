/** Where a service answers. */
export interface Endpoint {
  address: string;
  port: number;
}

export interface MemberHost {
  name: string;
  /** MySQL's own listener. */
  mysql: Endpoint;
  /** Who signed its certificate, in PEM; the way to it is plain text where there is none. */
  authority?: string | undefined;
}

export interface WebHost {
  name: string;
  http: Endpoint;
  /** What its numbers are asked for with, where it wants that. */
  metricsToken?: string | undefined;
}

/** The parts of a lab that clients and tools speak to. */
export interface LabEndpoints {
  members: MemberHost[];
  /** HAProxy's listener, the only way for the API. */
  database: Endpoint;
  stats: Endpoint;
  /** Where clients ask the API: the web host itself, or HAProxy's listener for several of them. */
  api: Endpoint;
  /** Each process of the API. */
  webs: WebHost[];
}

/** The addresses that MySQL accounts are bound to. */
export interface AccountOrigins {
  /** Of the lab's tools, and of all else that looks at members. */
  monitors: string[];
  haproxy: string;
  members: string[];
}

/** One request of a client and its answer: a line of history.jsonl, appended when the request has ended. */
export interface ClientRequest {
  /** The client's number. Each client has a user, and must see its own writes. */
  client: number;
  /** The request's number, in the order in which requests were due. */
  id: number;
  route: RouteName;
  /** When it was due, sent and ended, in milliseconds since the run began. */
  dueMs: number;
  sentMs: number;
  endedMs: number;
  outcome: Outcome;
  /** The HTTP status, or the reason why there is none. */
  status: number | string;
  /** The mark that this write left, unique in the run; none for reads. */
  wrote?: Write;
  /** What a read found of what this client had written. */
  read?: Read;
  /** An answer without a token may come out of the edge's cache, and then be so old. */
  mayBeOldMs?: number;
}

export type RouteName =
  | 'article:create'
  | 'article:update'
  | 'article:delete'
  | 'article:read'
  | 'article:list'
  | 'comment:create'
  | 'comment:delete'
  | 'comment:list'
  | 'favorite'
  | 'unfavorite'
  | 'follow'
  | 'unfollow'
  | 'profile:read'
  | 'feed'
  | 'tags'
  | 'user:read';

/** Done; refused, and certainly not done; or done or not, which the answer does not tell. */
export type Outcome = 'ok' | 'fail' | 'unknown';

export type Write =
  /** A new article: the mark is its title, and its description until that is changed. */
  | { type: 'article'; mark: string; slug?: string }
  | { type: 'article deleted'; slug: string; mark: string }
  | { type: 'description'; slug: string; mark: string }
  | { type: 'comment'; slug: string; mark: string; commentId?: number }
  | { type: 'comment deleted'; slug: string; mark: string }
  /** The client's user marks the article or follows the user from now on, or does not. */
  | { type: 'favorite'; slug: string; there: boolean }
  | { type: 'follow'; username: string; there: boolean };

export type Read =
  | { type: 'description'; slug: string; mark: string }
  | { type: 'comments'; slug: string; marks: string[] }
  | { type: 'favorite'; slug: string; there: boolean; count: number }
  | { type: 'follow'; username: string; there: boolean }
  /** The client's own article marks in a list; complete where the list has room for all of them. */
  | { type: 'articles'; marks: string[]; complete?: boolean };

/** The moment at which a fault began or was mended. */
export interface FaultEvent {
  atMs: number;
  /** Such as "kill mysql-2" or "start mysql-2". */
  what: string;
  host?: string;
  /** Whether a fault begins here, or ends. */
  edge: 'begin' | 'end';
}

/** The state of members and HAProxy at one moment; taken five times a second. */
export interface Sample {
  atMs: number;
  /**
   * `state` is what the member says of itself, DOWN without an answer. `seenAs` is what a member with a majority says
   * of it, GONE if it is not in that view; left out if no other member sees a majority.
   */
  members: Record<string, { state: string; routed: boolean; seenAs?: string }>;
  /** Resident memory in megabytes, where the target can measure it. */
  memoryMb?: { api?: number; haproxy?: number };
}

/** The rows of the run's users in the tables of one member, after the run. */
export interface FinalTables {
  member: string;
  /** Executed transactions as MySQL writes them. */
  gtids: string;
  /** One checksum per table. */
  checksums: Record<string, string>;
  articles: { slug: string; mark: string; description: string; favoritesCount: number; author: string }[];
  comments: { slug: string; mark: string; author: string }[];
  favorites: { slug: string; username: string }[];
  follows: { follower: string; followed: string }[];
}

/** What came of the events of the run's users, where the lab has the profile events; read after the run. */
export interface ToldEvents {
  /** How long everything took to be taken in after the load; null where that did not happen in the time it had. */
  drainedAfterMs: number | null;
  /** Events that waited in the outbox then. */
  waiting: number;
  keys: ToldKey[];
  laidAside: { key: string; version: number; type: string; reason: string }[];
  notifications: ToldNotification[];
}

export interface ToldKey {
  key: string;
  /** The article's slug or the user's name; left out of one that is not there any more. */
  about?: string;
  /** Events that were committed, and the last one that was taken in. */
  committed: number;
  takenIn: number;
}

export interface ToldNotification {
  key: string;
  version: number;
  kind: 'article' | 'comment' | 'favorite' | 'follow';
  /** Who is told, and who did it. */
  user: string;
  actor: string;
  /** Null where the article is not there any more. */
  slug: string | null;
  commentId: number | null;
  /** The comment's mark; null where there is none, or it was deleted. */
  mark: string | null;
  /** When it happened and when it was told, in milliseconds since 1970. */
  happenedAtMs: number;
  toldAtMs: number;
}

/** Ids of comments as a relay with a cursor on the id would have found them, in a lab with the profile events. */
export interface CursorReading {
  fromId: number;
  ids: number[];
}

/** What clients of locks did beside the load, in a lab with the profile locks. */
export interface LockHistory {
  acquisitions: Acquisition[];
  writes: LockWrite[];
  /** The protected writes that were committed; read after the run. */
  ledger: LedgerRow[];
}

/** A client asked for a lock. */
export interface Acquisition {
  client: number;
  lock: string;
  sentMs: number;
  endedMs: number;
  /** Granted; held by another; or granted or not, which no answer told. */
  outcome: 'granted' | 'held' | 'unknown';
  token?: number;
  /** Until when the client took the lease for valid; it released it then, or went silent. */
  validUntilMs?: number;
}

/** A client wrote under a lock. */
export interface LockWrite {
  client: number;
  lock: string;
  token: number;
  /** Unique in the run. */
  id: number;
  sentMs: number;
  endedMs: number;
  outcome: Outcome;
}

/** A protected write as it was committed; numbers count the writes of a lock in the order of their COMMITs. */
export interface LedgerRow {
  lock: string;
  number: number;
  token: number;
  id: number;
}

/** What an observer saw beside the load, in a lab with the profile cache: texts that one client replaces, read by others. */
export interface CopyHistory {
  writes: ObservedWrite[];
  reads: ObservedRead[];
  /** Of all reads that can be shared, those that a copy served; null where there were none. */
  hitShare: number | null;
}

export interface ObservedWrite {
  slug: string;
  /** The texts of an article are numbered. */
  number: number;
  sentMs: number;
  endedMs: number;
  isAcknowledged: boolean;
}

/** What one API process showed to a client without a token. */
export interface ObservedRead {
  process: string;
  kind: 'article' | 'list';
  slug: string;
  number: number;
  sentMs: number;
}

/** Everything that the verdict is made from. */
export interface Run {
  scenario: string;
  /** 'hardened' or 'naive'. */
  variant: string;
  startedAt: string;
  /** When the run's clock stood at zero, in milliseconds since 1970. */
  beganAtMs?: number;
  /** Why the run ended early, if it did. */
  interrupted?: string;
  seconds: number;
  ratePerSecond: number;
  /** The fault takes the majority away: requests may fail, and the lab must serve again soon after the restart. */
  outageExpected?: boolean;
  /** The command that repeats this run. */
  command?: string;
  machine: string;
  versions: Record<string, string>;
  /** Usernames by client number. */
  users: string[];
  requests: ClientRequest[];
  faults: FaultEvent[];
  samples: Sample[];
  finals: FinalTables[];
  told?: ToldEvents;
  cursor?: CursorReading;
  locks?: LockHistory;
  copies?: CopyHistory;
  /** Ids of the requests that arrived where they were published after COMMIT, without an outbox. */
  published?: number[];
}

/** What a client did, as it was told; one line of history.jsonl each, appended when the answer is there. */
export interface Operation {
  /** Which client: each has a user, and sees its own writes. */
  client: number;
  /** Number of the operation, in the order of intended starts. */
  id: number;
  kind: OperationKind;
  /** When it was due, when it was sent and when it ended, in milliseconds since the run began. */
  dueMs: number;
  sentMs: number;
  endedMs: number;
  outcome: Outcome;
  /** HTTP status, or why there was none. */
  status: number | string;
  /** The mark that this write left, unique in the run; none for reads. */
  wrote?: Write;
  /** What a read found of what this client had written. */
  read?: Read;
}

export type OperationKind =
  | 'article:create'
  | 'article:update'
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

/** Done, refused (and certainly not done), or nobody can say. */
export type Outcome = 'ok' | 'fail' | 'unknown';

export type Write =
  /** A new article: the mark is its title, and its description until that is changed. */
  | { type: 'article'; mark: string; slug?: string }
  | { type: 'description'; slug: string; mark: string }
  | { type: 'comment'; slug: string; mark: string; commentId?: number }
  | { type: 'comment deleted'; slug: string; mark: string }
  /** The relation between this client's user and the article or user is there from now on, or is not. */
  | { type: 'favorite'; slug: string; there: boolean }
  | { type: 'follow'; username: string; there: boolean };

export type Read =
  | { type: 'description'; slug: string; mark: string }
  | { type: 'comments'; slug: string; marks: string[] }
  | { type: 'favorite'; slug: string; there: boolean; count: number }
  | { type: 'follow'; username: string; there: boolean }
  /** The client's own article marks, as a list shows them; complete where the list had room for all it has. */
  | { type: 'articles'; marks: string[]; complete?: boolean };

/** What happened to the lab, and when it began and ended. */
export interface FaultEvent {
  atMs: number;
  /** Such as "kill mysql-2" or "start mysql-2". */
  what: string;
  host?: string;
  /** The first event of a fault opens its span, the last one that mends it closes it. */
  edge: 'begin' | 'end';
}

/** How the members and HAProxy stood at one moment; taken several times a second. */
export interface Sample {
  atMs: number;
  /**
   * `state` is what the member says of itself, DOWN where it does not answer; `seenAs` what the others' group says of
   * it, GONE where it is not in their view, and nothing where no other member sees a majority.
   */
  members: Record<string, { state: string; routed: boolean; seenAs?: string }>;
  /** Resident memory in megabytes of what runs on the same machine, where it can be known. */
  memoryMb?: { api?: number; haproxy?: number };
}

/** The tables of one member after the run, as far as the run touched them. */
export interface FinalState {
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

/** Everything a judgement is made from. */
export interface Run {
  scenario: string;
  /** 'hardened' or 'naive'. */
  variant: string;
  startedAt: string;
  /** Why the run came to an early end, where it did. */
  interrupted?: string;
  seconds: number;
  ratePerSecond: number;
  /** The majority is taken away: requests may fail, and the lab has to serve again soon after the restart. */
  outageExpected?: boolean;
  /** What one types to have this run again. */
  command?: string;
  machine: string;
  versions: Record<string, string>;
  /** Usernames by client number. */
  users: string[];
  operations: Operation[];
  faults: FaultEvent[];
  samples: Sample[];
  finals: FinalState[];
}

/** What one checker says. */
export interface Verdict {
  checker: string;
  valid: boolean;
  /** Figures worth a row in the table, such as { lost: 0 }. */
  figures: Record<string, number | null>;
  /** The first cases that make it invalid, in words. */
  details: string[];
}

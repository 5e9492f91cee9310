/** Every lock is a key below this. */
export const prefix = 'locks/';

export const encode = (text: string) => Buffer.from(text).toString('base64');
export const decode = (text: string) => Buffer.from(text, 'base64').toString();
export const keyOf = (name: string) => encode(`${prefix}${name}`);

/** A key as the gateway writes it: numbers of 64 bits are strings, and those that are 0 are left out. */
export interface KeyValue {
  key: string;
  value?: string;
  create_revision: string;
  lease?: string;
}

/** Who holds a lock. */
export interface Holding {
  name: string;
  holder: string;
  /** What the holder proves itself by, such as the number of a user or the name of a window; empty where it is not needed. */
  owner: string;
  /** Grows with every grant of any lock. */
  token: number;
  sinceMs: number;
  /** The lease that ends it, as etcd numbers it. */
  lease: string;
}

/** The value of a key that a holder writes. */
export const renderHolder = (value: Pick<Holding, 'holder' | 'owner' | 'sinceMs'>) => encode(JSON.stringify(value));

/** Reads a key. The token is the revision at which it was made: no grant that came later has a lower one. */
export function readHolding({ key, value = '', create_revision: revision, lease = '0' }: KeyValue): Holding {
  const written = parse(decode(value)) as Partial<Holding>;
  const { holder = 'another program', owner = '', sinceMs = 0 } = written;
  return { name: decode(key).slice(prefix.length), holder, owner, token: Number(revision), sinceMs, lease };
}

function parse(text: string): object {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

/** The key after the last that begins with a text. */
export const afterAll = (text: string) =>
  encode(text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) + 1));

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
  /** Grows with every grant of any lock. */
  token: number;
  sinceMs: number;
  /** The lease that ends it, as etcd numbers it. */
  lease: string;
}

/** The value of a key that a holder writes. */
export const renderHolder = (holder: string, sinceMs: number) => encode(JSON.stringify({ holder, sinceMs }));

/** Reads a key. The token is the revision at which it was made: no grant that came later has a lower one. */
export function readHolding({ key, value = '', create_revision: revision, lease = '0' }: KeyValue): Holding {
  const { holder = 'another program', sinceMs = 0 } = parse(decode(value)) as { holder?: string; sinceMs?: number };
  return { name: decode(key).slice(prefix.length), holder, token: Number(revision), sinceMs, lease };
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

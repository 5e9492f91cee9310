import { randomBytes } from 'node:crypto';

let made = 0;

/** A name that is used once: letters and digits only, so that it fits a username, a tag, a title and an address. */
export function unique(prefix: string): string {
  made += 1;
  return `${prefix}${made.toString(36)}x${BigInt(`0x${randomBytes(8).toString('hex')}`).toString(36)}`;
}

import type { z } from 'zod';

// Each host has a name, an address and ports of its own, so several are listed and not counted.
const anotherWebHost =
  '{ "name": "web-2", "role": "web", "lastOctet": 50, "memoryMb": 1024, "localPorts": { "http": 3001 } }';
const countKey = /^(count|instances|replicas|webs?|web_?(hosts|count))$/i;

/** What to write instead of a number of web hosts; nothing for any other mistake. */
export function explainCount(issue: z.core.$ZodRawIssue) {
  if (issue.code !== 'unrecognized_keys') return undefined;
  const count = issue.keys.find((key) => countKey.test(key));
  return count && `"${count}" is no key here: each host is an entry of its own, such as ${anotherWebHost}`;
}

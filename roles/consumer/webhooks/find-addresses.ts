import { Resolver } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';

interface Search {
  /** Name servers in place of the system's own. */
  servers?: string[];
  timeoutMs?: number;
}

/** So long name servers are asked; the addresses that have come by then count. */
const longestMs = 5_000;

/**
 * The addresses of a URL's host, IPv4 first: as the hosts file has them, or else the name servers. Not by getaddrinfo, which
 * cannot be ended, and of which Node runs two at a time: two names that get no answer would hold up all others.
 */
export async function findAddresses(hostname: string, search: Search = {}): Promise<string[]> {
  const literal = hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal)) return [literal];
  const hosts = await readFile('/etc/hosts', 'utf8').catch(() => '');
  const listed = findInHosts(hosts, hostname);
  return listed.length > 0 ? listed : await askNameServers(hostname, search);
}

/** The addresses that a hosts file has for a name in lower case. */
export function findInHosts(text: string, name: string): string[] {
  const lines = text.split('\n').map((line) => line.replace(/#.*/, '').toLowerCase().trim().split(/\s+/));
  const found = lines.filter(([address = '', ...names]) => isIP(address) && names.includes(name));
  return found.map(([address = '']) => address).sort((one, other) => isIP(one) - isIP(other));
}

async function askNameServers(name: string, { servers, timeoutMs = longestMs }: Search): Promise<string[]> {
  const resolver = new Resolver({ timeout: 1_000, tries: 3 });
  if (servers) resolver.setServers(servers);
  const timer = setTimeout(() => resolver.cancel(), timeoutMs);
  const [four, six] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  clearTimeout(timer);
  const found = [four, six].flatMap((end) => (end.status === 'fulfilled' ? end.value : []));
  if (found.length === 0 && four.status === 'rejected') throw four.reason;
  return found;
}

import * as z from 'zod';
import type { Endpoint } from '../../scripts/settings/endpoints.ts';
import { fetchText } from '../../scripts/waiting/fetch-text.ts';
import { renderEndpoint } from '../role.ts';

const targetList = z.object({
  data: z.object({ activeTargets: z.array(z.object({ scrapeInterval: z.string() })) }),
});

/** How often Prometheus asks its sources, by what it says itself; undefined where it gives no answer. */
export async function askScrapeSeconds(endpoint: Endpoint): Promise<number | undefined> {
  try {
    const address = `http://${renderEndpoint(endpoint)}/api/v1/targets?state=active`;
    const { text } = await fetchText(address, { timeoutMs: 2_000, maxBytes: 4_000_000 });
    return findScrapeSeconds(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The shortest interval in Prometheus' list of targets: some sources are asked more rarely than the setting says. */
export function findScrapeSeconds(answer: unknown): number | undefined {
  const targets = targetList.safeParse(answer).data?.data.activeTargets ?? [];
  const intervals = targets.map(({ scrapeInterval }) => parseSeconds(scrapeInterval)).filter((seconds) => seconds > 0);
  return intervals.length > 0 ? Math.min(...intervals) : undefined;
}

// As Prometheus writes it, such as "2s" and "1m30s".
function parseSeconds(text: string) {
  const [, minutes = '0', seconds = '0'] = /^(?:(\d+)m)?(?:(\d+)s)?$/.exec(text) ?? [];
  return Number(minutes) * 60 + Number(seconds);
}

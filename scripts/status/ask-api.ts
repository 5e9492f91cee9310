import type { Endpoint } from '../settings/endpoints.ts';
import { fetchText } from '../waiting/fetch-text.ts';

export interface ApiHealth {
  /** The process answers. */
  live: boolean;
  /** It reaches the database too. */
  ready: boolean;
}

/** Asks the API whether it lives and whether it is ready. */
export async function askApi({ address, port }: Endpoint, timeoutMs: number): Promise<ApiHealth> {
  const answers = async (path: string) => {
    return (await fetchText(`http://${address}:${port}${path}`, { timeoutMs })).ok;
  };
  const [live, ready] = await Promise.all(['/health', '/ready'].map((path) => answers(path).catch(() => false)));
  return { live: live ?? false, ready: ready ?? false };
}

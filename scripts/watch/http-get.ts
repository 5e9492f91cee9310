import { Agent, get } from 'node:http';
import { patience } from '../waiting/patience.ts';

// fetch would take another 15 MB of memory.
const agent = new Agent({ keepAlive: true, maxSockets: 2 });

interface Access {
  timeoutMs: number;
  /** The name and the password of an account. */
  auth?: string;
  token?: string | undefined;
}

/** The body of a page that answers 200 in time. */
export function httpGet(url: string, { timeoutMs, auth, token }: Access): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const request = get(url, { agent, auth, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const isGood = response.statusCode === 200;
        if (isGood) resolve(Buffer.concat(chunks).toString());
        else reject(new Error(`status ${response.statusCode}`));
      });
    });
    const giveUp = () => request.destroy(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' }));
    const timer = setTimeout(giveUp, timeoutMs * patience);
    request.on('error', reject);
    request.on('close', () => clearTimeout(timer));
  });
}

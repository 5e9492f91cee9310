import { createHmac } from 'node:crypto';

/** The header that proves who sent a delivery, and when: an HMAC-SHA256 over the seconds, a dot and the body. */
export function renderSignature(secret: string, { seconds, body }: { seconds: number; body: string }): string {
  const code = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${code}`;
}

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { createMessage, generateKey, readPrivateKey, sign } from 'openpgp';

interface Files {
  [name: string]: Buffer;
}

/** An image on a server, with its checksums and their signature, and a folder to take it to. */
export interface Published {
  folder: string;
  server: Server;
  folderUrl: string;
  files: Files;
  key: string;
}

export const file = 'ubuntu-26.04-server-cloudimg-amd64.img';
export const image = Buffer.alloc(300_000, 'image');

export const owner = generateKey({ userIDs: [{ name: 'Makers' }], format: 'armored' });

export async function signBy(privateKey: string, text: Buffer): Promise<Buffer> {
  const signature = await sign({
    message: await createMessage({ binary: text }),
    signingKeys: await readPrivateKey({ armoredKey: privateKey }),
    detached: true,
    format: 'binary',
  });
  return Buffer.from(signature);
}

export async function publish(t: ExecutionContext): Promise<Published> {
  const { privateKey, publicKey } = await owner;
  const sums = Buffer.from(`${createHash('sha256').update(image).digest('hex')} *${file}\n`);
  const files: Files = { [file]: image, SHA256SUMS: sums, 'SHA256SUMS.gpg': await signBy(privateKey, sums) };
  const server = createServer((request, response) => {
    if (response.headersSent) return undefined;
    const content = files[request.url?.slice(1) ?? ''];
    if (!content) return response.writeHead(404).end();
    response.writeHead(200, { 'content-length': content.length });
    return response.end(request.method === 'HEAD' ? undefined : content);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const folder = await mkdtemp(join(tmpdir(), 'lab-cloud-image-'));
  t.teardown(async () => {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true, force: true });
  });
  const { port } = server.address() as AddressInfo;
  return { folder, server, files, key: publicKey, folderUrl: `http://127.0.0.1:${port}` };
}

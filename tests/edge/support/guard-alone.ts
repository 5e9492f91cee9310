import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { renderNginxConf, renderWafConf } from '../../../roles/cdn/configuration.ts';
import { cdnPrograms, coreRules, wafModule } from '../../../roles/cdn/programs.ts';
import { findServers } from '../../../scripts/servers/find-servers.ts';
import { commandLine, locatePart, type Program } from '../../../scripts/servers/program.ts';
import { readConfig } from '../../../scripts/settings/config.ts';
import { waitFor } from '../../../scripts/waiting/wait.ts';

/** A POST with a body of this type. */
export interface Sent {
  type: string;
  body: string | Buffer;
}

/** A cdn host of its own before an API that answers each request after some time. */
export async function startGuardAlone({ answersAfterMs }: { answersAfterMs: number }) {
  const folder = await mkdtemp(join(tmpdir(), 'lab-guard-'));
  const api = createServer((_, response) => setTimeout(() => response.end('{}'), answersAfterMs));
  const at = (name: string) => join(folder, name);
  api.listen(at('api.sock'));
  await once(api, 'listening');
  const { environment, cacheDir } = readConfig();
  const found = await findServers({ wanted: [cdnPrograms], env: environment, cacheDir, onProgress: () => undefined });
  const nginx = found.nginx as Program;
  await writeConfiguration(folder, nginx);
  const [command, ...args] = commandLine(nginx, ['-c', at('nginx.conf')]);
  const running = execa(command, args, { all: true, reject: false });
  const answers = () =>
    askOver(at('guard.sock'), '/.health').then(
      () => true,
      () => false,
    );
  await waitFor(answers, { what: 'nginx', timeoutMs: 20_000 });
  const end = async () => {
    running.kill('SIGTERM');
    await running;
    api.closeAllConnections();
    api.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { ask: (path: string, sent?: Sent) => askOver(at('guard.sock'), path, sent), end };
}

async function writeConfiguration(folder: string, nginx: Program) {
  const places = {
    NAME: 'cdn-1',
    USER: process.getuid?.() === 0 ? 'user root;' : '',
    MODULE: join(locatePart(nginx, wafModule), 'ngx_http_modsecurity_module.so'),
    CORE_RULES: locatePart(nginx, coreRules),
    FOLDER: folder,
    PAGES: folder,
    WAF: join(folder, 'waf.conf'),
    FRONT: `unix:${join(folder, 'front.sock')}`,
    GUARD: `unix:${join(folder, 'guard.sock')}`,
    API: `unix:${join(folder, 'api.sock')}`,
    HOP_KEY: 'a-key',
    ACCESS_LOG: '/dev/null',
  };
  await writeFile(join(folder, 'nginx.conf'), renderNginxConf(places));
  await writeFile(places.WAF, renderWafConf(places));
}

async function askOver(socketPath: string, path: string, { type, body }: Partial<Sent> = {}) {
  const headers = { Host: 'localhost', 'User-Agent': 'a test', Accept: '*/*', ...(type && { 'Content-Type': type }) };
  const asked = request({ socketPath, path, method: type ? 'POST' : 'GET', headers });
  asked.end(body);
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  response.resume();
  return { status: response.statusCode, headers: response.headers };
}

import { mkdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../../scripts/settings/lab-file.ts';
import { folderOf as compiledFolderOf } from '../../scripts/start/program.mjs';
import { type HostPlan, type PreparedAt, type Role, renderEndpoint } from '../role.ts';
import type { LabView } from '../view.ts';
import { findApi } from '../web/find-api.ts';
import { lookAtCdn } from './cdn-status.ts';
import { type CdnPlaces, renderNginxConf, renderWafConf } from './configuration.ts';
import { cdnPrograms, coreRules, wafModule } from './programs.ts';

/** As many hosts as edge.cfg has lines for. */
export const mostCdnHosts = 4;

/** What stands between the edge and the API: pages, a short memory of anonymous answers, and the guard. */
export const role: Role = {
  title: 'nginx',
  count: { least: 0, most: mostCdnHosts },
  ports: { front: {}, guard: {} },
  startsAfter: ['web'],

  programs: cdnPrograms,

  plan,
  prepare,
  // nginx does not begin where the socket of a former run, that was killed, is left.
  beforeStart: (host, view) => rm(join(placesOf(host, view).FOLDER, 'memory.sock'), { force: true }),

  look: lookAtCdn,
  reload: { signal: 'SIGHUP' },
};

function plan(host: Host, view: LabView): HostPlan {
  const places = placesOf(host, view);
  return {
    program: 'nginx',
    args: ['-c', join(view.folderOf(host), 'nginx.conf')],
    environment: {},
    files: [
      { name: 'nginx.conf', text: renderNginxConf(places), secret: true },
      { name: 'waf.conf', text: renderWafConf(places) },
    ],
  };
}

function placesOf(host: Host, view: LabView): CdnPlaces {
  const folder = view.folderOf(host);
  return {
    NAME: host.name,
    WAF: join(folder, 'waf.conf'),
    FRONT: renderEndpoint(view.at(host, 'front')),
    GUARD: renderEndpoint(view.at(host, 'guard')),
    API: renderEndpoint(findApi(view)),
    HOP_KEY: String(view.secrets.hop),
    ...(view.hostsAre === 'machines' ? onMachine : { ...asProcess(folder), FOLDER: folder }),
  };
}

// The parts of the packages are linked into the host's folder, wherever the packages were unpacked.
const asProcess = (folder: string) => ({
  // Started as root, nginx would give its rights up, and could not write in the lab's folder.
  USER: process.getuid?.() === 0 ? 'user root;' : '',
  MODULE: join(folder, 'parts', 'modules', 'ngx_http_modsecurity_module.so'),
  CORE_RULES: join(folder, 'parts', 'rules'),
  PAGES: compiledFolderOf('frontend/main.tsx'),
  ACCESS_LOG: '/dev/stdout',
});

// A machine has no compiled pages: it asks the API for them, and keeps them as it keeps other answers.
const onMachine = {
  USER: '',
  MODULE: `/${wafModule.from}/ngx_http_modsecurity_module.so`,
  CORE_RULES: `/${coreRules.from}`,
  FOLDER: '/run/mysql-group-lab-cdn',
  PAGES: '/run/mysql-group-lab-cdn/none',
  ACCESS_LOG: 'syslog:server=unix:/dev/log,nohostname,tag=nginx',
};

async function prepare(host: Host, { view, locate }: PreparedAt) {
  const parts = join(view.folderOf(host), 'parts');
  await rm(parts, { recursive: true, force: true });
  await mkdir(parts, { recursive: true });
  await symlink(locate('nginx', wafModule), join(parts, 'modules'));
  await symlink(locate('nginx', coreRules), join(parts, 'rules'));
}

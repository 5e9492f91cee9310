import type { Judgement, Part, ProgramSource } from '../../scripts/servers/program.ts';
import { isAtLeast } from '../../scripts/servers/version.ts';

const minimumVersion = '1.22';

/** The module that reads requests by the rules of ModSecurity. */
export const wafModule: Part = {
  from: 'usr/lib/nginx/modules',
  to: 'modules',
  keep: (file) => file === 'ngx_http_modsecurity_module.so',
  isNeeded: true,
};

/** The OWASP core rule set. */
export const coreRules: Part = {
  from: 'usr/share/modsecurity-crs/rules',
  to: 'share/modsecurity-crs/rules',
  isNeeded: true,
};

/** nginx with ModSecurity and the core rule set, as Debian and Ubuntu package them. */
export const cdnPrograms: ProgramSource[] = [
  {
    name: 'nginx',
    product: 'nginx',
    minimumVersion,
    package: 'nginx',
    withPackages: ['libnginx-mod-http-modsecurity', 'modsecurity-crs'],
    binary: 'usr/sbin/nginx',
    versionFlag: '-v',
    writesOwnFiles: true,
    folders: [wafModule, coreRules],
    judge: judgeNginx,
  },
];

/** Whether this nginx is of use here, judged by what it prints for -v. */
export function judgeNginx(output: string): Judgement {
  const version = /\bnginx version: nginx\/(\d+\.\d+\.\d+)/.exec(output)?.[1];
  if (!version) return { version: '', whyNot: "what it prints for -v is not nginx's answer" };
  const isOld = !isAtLeast(version, minimumVersion);
  return { version, whyNot: isOld ? `it is nginx ${version}, older than ${minimumVersion}` : undefined };
}

import { type HostLook, renderEndpoint } from '../../roles/role.ts';
import type { Lab } from '../../scripts/lab/open-lab.ts';
import type { LabPage, PageLink } from '../lab-page.ts';
import type { Permission } from './access.ts';

/** What the page shows of a lab besides its record; logins only for those who may give commands. */
export function describeLab({ target, file, secrets, database }: Lab, permission: Permission): LabPage {
  const mayCommand = permission === 'command';
  const { api, stats, database: listener, members, webs } = target.endpoints;
  const addresses = new Map<string, HostLook['address']>([
    ...members.map(({ name, mysql }) => [name, renderEndpoint(mysql)] as const),
    ...webs.map(({ name, http }) => [name, renderEndpoint(http)] as const),
  ]);
  const links: PageLink[] = [
    { title: 'The API', url: `http://${renderEndpoint(api)}/`, login: 'demo@example.com / secret' },
    { title: "The API's documentation", url: `http://${renderEndpoint(api)}/docs` },
    { title: "HAProxy's own page", url: `http://${renderEndpoint(stats)}/`, login: renderLogin(secrets.stats) },
    {
      title: `MySQL, database ${database}`,
      address: renderEndpoint(listener),
      login: renderLogin(secrets.application),
    },
  ];
  return {
    name: file.name,
    target: target.name,
    hosts: target.hosts.map((host) => {
      const { name, role } = host;
      const { title, reload, ports } = target.roles.of(host);
      const [firstPort = ''] = Object.keys(ports);
      return {
        name,
        role,
        title,
        address: addresses.get(name) ?? renderEndpoint(target.view.at(host, firstPort)),
        canReload: Boolean(reload),
      };
    }),
    mayCommand,
    hasFaults: target.faults !== undefined,
    links: mayCommand ? links : links.map(({ login: _, ...link }) => link),
    isReplay: false,
  };
}

const renderLogin = ({ username, password }: { username: string; password: string }) => `${username} / ${password}`;

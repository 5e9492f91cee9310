import { join } from 'node:path';
import type { Architecture } from './architecture.ts';
import type { Repository } from './package-source.ts';

/** The sources.list of the private apt: package lists alone, of one architecture, signed by the distribution's own keys. */
export function renderSourcesList(
  repositories: Repository[],
  options: { keyring: string; architecture: Architecture },
): string {
  const settings = `arch=${options.architecture.name} lang=none target=Packages signed-by=${options.keyring}`;
  const lines = repositories.map(
    ({ uri, suite, components }) => `deb [${settings}] ${uri} ${suite} ${components.join(' ')}`,
  );
  return `${lines.join('\n')}\n`;
}

/**
 * What makes apt work in a folder of its own. It is read after the machine's configuration, so that proxies, mirrors'
 * passwords and certificates stay; what would reach into the system's state, its hooks above all, is cleared.
 */
export function renderAptConfiguration(folder: string, architecture: Architecture): string {
  const cleared = [
    'APT::Update::Pre-Invoke',
    'APT::Update::Post-Invoke',
    'APT::Update::Post-Invoke-Success',
    'APT::Architectures',
    'APT::Default-Release',
  ];
  const settings = { ...listFolders(folder), ...behaviour };
  return [
    ...cleared.map((name) => `#clear ${name};`),
    ...Object.entries(settings).map(([name, value]) => `${name} "${value}";`),
    `APT::Architecture "${architecture.name}";`,
    `APT::Architectures { "${architecture.name}"; };`,
    '',
  ].join('\n');
}

function listFolders(folder: string): Record<string, string> {
  return {
    'Dir::State': join(folder, 'state'),
    'Dir::State::lists': join(folder, 'state/lists'),
    'Dir::State::status': join(folder, 'state/status'),
    'Dir::State::extended_states': join(folder, 'state/extended_states'),
    'Dir::Cache': join(folder, 'cache'),
    'Dir::Cache::archives': join(folder, 'cache/archives'),
    'Dir::Cache::pkgcache': 'pkgcache.bin',
    'Dir::Cache::srcpkgcache': '',
    'Dir::Log': join(folder, 'log'),
    'Dir::Etc::sourcelist': join(folder, 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::Etc::preferences': '/dev/null',
    'Dir::Etc::preferencesparts': '/dev/null',
  };
}

const behaviour = {
  // A signed list is good for a week: a mirror may lag behind, but not show the lists of years ago. Where the machine's
  // own apt does not check the age, and for lists that name no end (Ubuntu's, Debian's releases), there is no bound.
  'Acquire::Min-ValidTime': String(180 * 86_400),
  'Acquire::AllowInsecureRepositories': 'false',
  'Acquire::Languages': 'none',
  'Acquire::Retries': '2',
  'Acquire::http::Timeout': '20',
  'Acquire::https::Timeout': '20',
  'APT::Get::AllowUnauthenticated': 'false',
  'APT::Install-Recommends': 'false',
  'APT::Install-Suggests': 'false',
  'APT::Update::Error-Mode': 'any',
  // apt's own user cannot enter a home folder; with an ordinary user this setting has no effect.
  'APT::Sandbox::User': 'root',
};

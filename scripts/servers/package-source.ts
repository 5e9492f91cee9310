export interface IndexTarget {
  uri: string;
  suite: string;
  component: string;
  /** Known only where apt has fetched the release file. */
  origin: string | undefined;
  label: string | undefined;
}

export interface Repository {
  uri: string;
  suite: string;
  components: string[];
}

export interface PackageSource {
  distribution: 'Debian' | 'Ubuntu';
  repositories: Repository[];
}

/** What to make `apt-get indextargets` print, one target a line, for parseIndexTargets. */
export const indexTargetFormat = '$(REPO_URI)\t$(RELEASE)\t$(COMPONENT)\t$(ORIGIN)\t$(LABEL)';

/** Reads the lines of `apt-get indextargets`; a field that apt does not know stands there unreplaced. */
export function parseIndexTargets(output: string): IndexTarget[] {
  const known = (field: string | undefined) => (field && !field.startsWith('$(') ? field : undefined);
  return output.split('\n').flatMap((line) => {
    const [uri, suite, component, origin, label] = line.split('\t').map(known);
    return uri && suite && component ? [{ uri, suite, component, origin, label }] : [];
  });
}

/**
 * The repositories to take the servers from, out of those the machine uses: Debian's unstable suite on the mirror
 * that serves Debian itself, or Ubuntu's own suites as they are; undefined where the machine uses neither.
 */
export function choosePackageSource(targets: IndexTarget[], codename: string | undefined): PackageSource | undefined {
  const debian = targets.find((target) => serves('Debian', target, codename));
  if (debian) {
    return { distribution: 'Debian', repositories: [{ uri: debian.uri, suite: 'sid', components: ['main'] }] };
  }
  const ubuntu = targets.filter((target) => serves('Ubuntu', target, codename));
  return ubuntu.length > 0 ? { distribution: 'Ubuntu', repositories: groupComponents(ubuntu) } : undefined;
}

function serves(distribution: 'Debian' | 'Ubuntu', target: IndexTarget, codename: string | undefined): boolean {
  if (/^(?:cdrom|copy):/.test(target.uri)) return false;
  if (target.origin) return target.origin === distribution && target.label === distribution;
  return looksLike(distribution, target, codename);
}

/** Before the first `apt-get update` only the address and the suite tell: Docker's path, say, is also /debian, but it has no main. */
function looksLike(distribution: 'Debian' | 'Ubuntu', target: IndexTarget, codename: string | undefined): boolean {
  const isOwnSuite =
    target.suite === codename || (distribution === 'Ubuntu' && target.suite.startsWith(`${codename}-`));
  const isOwnComponent = target.component === 'main' || (distribution === 'Ubuntu' && target.component === 'universe');
  if (!codename || !isOwnSuite || !isOwnComponent) return false;
  const path =
    distribution === 'Debian'
      ? /\/debian(?:\.list|\/\d{8}T\d{6}Z)?\/?$/
      : /\/ubuntu(?:-ports)?(?:\.list)?\/?$|apt-mirrors\.txt\/?$/;
  return path.test(target.uri);
}

function groupComponents(targets: IndexTarget[]): Repository[] {
  const repositories = new Map<string, Repository>();
  for (const { uri, suite, component } of targets) {
    const repository = repositories.get(`${uri} ${suite}`) ?? { uri, suite, components: [] };
    if (!repository.components.includes(component)) repository.components.push(component);
    repositories.set(`${uri} ${suite}`, repository);
  }
  return [...repositories.values()];
}

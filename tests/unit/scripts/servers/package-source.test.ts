import test from 'ava';
import {
  choosePackageSource,
  type IndexTarget,
  parseIndexTargets,
} from '../../../../scripts/servers/package-source.ts';

const debian = 'http://mirror.example.org/debian/';

function target(uri: string, suite: string, rest: Partial<IndexTarget> = {}): IndexTarget {
  return { uri, suite, component: 'main', origin: undefined, label: undefined, ...rest };
}

test('fields that apt does not know are left out, and lines without an address too', (t) => {
  const output = `${debian}\tbookworm\tmain\tDebian\tDebian\n${debian}\tbookworm-updates\tmain\t$(ORIGIN)\t$(LABEL)\n\n`;
  t.deepEqual(parseIndexTargets(output), [
    target(debian, 'bookworm', { origin: 'Debian', label: 'Debian' }),
    target(debian, 'bookworm-updates'),
  ]);
  t.deepEqual(parseIndexTargets('http://flat.example.org/\t./\t$(COMPONENT)\tX\tX'), []);
});

test('Debian is taken from the mirror that serves Debian itself, whatever its address', (t) => {
  const targets = [
    target('http://security.example.org/debian-security/', 'bookworm-security', {
      origin: 'Debian',
      label: 'Debian-Security',
    }),
    target('https://docker.example.org/linux/debian/', 'bookworm', {
      component: 'stable',
      origin: 'Docker',
      label: 'Docker CE',
    }),
    target('http://mirror.example.org/some/path/', 'bookworm', { origin: 'Debian', label: 'Debian' }),
  ];
  t.deepEqual(choosePackageSource(targets, 'bookworm'), {
    distribution: 'Debian',
    repositories: [{ uri: 'http://mirror.example.org/some/path/', suite: 'sid', components: ['main'] }],
  });
});

test("a derivative's own archive is not Debian's", (t) => {
  const targets = [target('http://kali.example.org/kali/', 'kali-rolling', { origin: 'Kali', label: 'Kali' })];
  t.is(choosePackageSource(targets, 'kali-rolling'), undefined);
});

const unfetched: [string, IndexTarget, boolean][] = [
  ["Debian's own path", target(debian, 'bookworm'), true],
  ['a snapshot of Debian', target('http://snapshot.example.org/archive/debian/20260101T000000Z/', 'bookworm'), true],
  ['a list of mirrors', target('mirror+file:/etc/apt/mirrors/debian.list/', 'bookworm'), true],
  ['the security archive', target('http://mirror.example.org/debian-security/', 'bookworm-security'), false],
  [
    'a third party under the same path',
    target('https://docker.example.org/linux/debian/', 'bookworm', { component: 'stable' }),
    false,
  ],
  ['a third party with a main', target('https://hashicorp.example.org/', 'bookworm'), false],
  ['a suite of another release', target(debian, 'bookworm-pgdg'), false],
  ['a disc', target('cdrom:[Debian 12]/debian/', 'bookworm'), false],
];

for (const [what, candidate, taken] of unfetched) {
  test(`before the first update, ${what} is ${taken ? '' : 'not '}taken for Debian`, (t) => {
    t.is(choosePackageSource([candidate], 'bookworm') !== undefined, taken);
  });
}

test("Ubuntu's own suites are taken as they are, third parties left out", (t) => {
  const own = { origin: 'Ubuntu', label: 'Ubuntu' };
  const uri = 'http://mirror.example.org/ubuntu/';
  const targets = [
    target(uri, 'noble', own),
    target(uri, 'noble', { ...own, component: 'universe' }),
    target('http://mirror.example.org/security/', 'noble-security', own),
    target('https://ppa.example.org/someone/ubuntu/', 'noble', { origin: 'LP-PPA-someone', label: 'PPA' }),
  ];
  t.deepEqual(choosePackageSource(targets, 'noble'), {
    distribution: 'Ubuntu',
    repositories: [
      { uri, suite: 'noble', components: ['main', 'universe'] },
      { uri: 'http://mirror.example.org/security/', suite: 'noble-security', components: ['main'] },
    ],
  });
});

test('before the first update, Ubuntu is known by its path, on arm64 and behind a list of mirrors too', (t) => {
  for (const uri of ['http://ports.example.org/ubuntu-ports/', 'mirror+file:/etc/apt/apt-mirrors.txt/']) {
    t.is(choosePackageSource([target(uri, 'noble-updates')], 'noble')?.distribution, 'Ubuntu');
  }
  t.is(choosePackageSource([target('http://ports.example.org/ubuntu-ports/', 'noble')], undefined), undefined);
});

test('a machine whose apt has nothing gives no source', (t) => {
  t.is(choosePackageSource([], 'bookworm'), undefined);
});

import test from 'ava';
import { renderAptConfiguration, renderSourcesList } from '../../../../scripts/servers/apt-files.ts';
import { getArchitecture } from '../../../../scripts/servers/architecture.ts';

const architecture = getArchitecture('arm64');

test('the sources are of one architecture and signed by the given keys', (t) => {
  const repositories = [
    { uri: 'http://m.example.org/ubuntu/', suite: 'noble', components: ['main', 'universe'] },
    { uri: 'http://m.example.org/ubuntu/', suite: 'noble-updates', components: ['main'] },
  ];
  const settings = '[arch=arm64 lang=none target=Packages signed-by=/keys.gpg]';
  t.is(
    renderSourcesList(repositories, { keyring: '/keys.gpg', architecture }),
    `deb ${settings} http://m.example.org/ubuntu/ noble main universe\ndeb ${settings} http://m.example.org/ubuntu/ noble-updates main\n`,
  );
});

test("every folder that apt writes to is in the private one, and the machine's hooks are cleared", (t) => {
  const text = renderAptConfiguration('/home/a b/apt', architecture);
  for (const name of ['Dir::State', 'Dir::State::status', 'Dir::Cache', 'Dir::Cache::archives', 'Dir::Log']) {
    t.regex(text, new RegExp(`^${name} "/home/a b/apt/`, 'm'));
  }
  t.regex(text, /^#clear APT::Update::Post-Invoke;$/m);
  t.regex(text, /^Acquire::AllowInsecureRepositories "false";$/m);
});

test('proxies and passwords of the machine are not touched', (t) => {
  t.notRegex(renderAptConfiguration('/apt', architecture), /Proxy|Dir::Etc "|netrc|trusted/);
});

test('a mirror may lag half a year behind, and the age of its lists is checked', (t) => {
  const text = renderAptConfiguration('/apt', architecture);
  t.regex(text, /^Acquire::Min-ValidTime "15552000";$/m);
  t.notRegex(text, /Check-Valid-Until|Check-Date/);
});

import test from 'ava';
import {
  explainAptFailure,
  hasFetchProblem,
  parseDownloadPercent,
  pickProblems,
} from '../../../../scripts/servers/apt-failure.ts';

const cases: [string, string, RegExp][] = [
  ['a full disk', "E: You don't have enough free space in /x/archives/.", /disk is full/],
  ['a full disk in the middle', 'dpkg-deb: error: unable to write: No space left on device', /disk is full/],
  [
    'no name service',
    "W: Failed to fetch http://m.example.org/InRelease  Temporary failure resolving 'm.example.org'",
    /cannot be resolved/,
  ],
  [
    'no network',
    'Err:1 http://127.0.0.1:9/debian sid InRelease\n  Could not connect to 127.0.0.1:9 (127.0.0.1). - connect (111: Connection refused)',
    /cannot be reached/,
  ],
  [
    'a proxy that wants a password',
    'E: Failed to fetch http://m.example.org/x.deb  407  Proxy Authentication Required',
    /proxy refused/,
  ],
  [
    'an unknown key',
    'W: GPG error: http://m.example.org sid InRelease: … not available: NO_PUBKEY 0123',
    /signature cannot be verified/,
  ],
  [
    'a mirror without the suite',
    "E: The repository 'http://m.example.org sid Release' does not have a Release file.",
    /does not carry that suite/,
  ],
  [
    'a mirror in the middle of an update',
    'E: Failed to fetch http://m.example.org/x.deb  Hash Sum mismatch',
    /being updated/,
  ],
  [
    'a list of last year',
    'E: Release file for http://m.example.org/debian/dists/sid/InRelease is expired (invalid since 300d 15h).',
    /too old to be trusted/,
  ],
  ['an incomplete mirror', 'E: Unable to locate package mysql-server-core', /packages complete/],
  ['anything else', 'E: Something new', /^apt-get failed$/],
];

for (const [what, output, why] of cases) {
  test(`${what} is put into words`, (t) => {
    t.regex(explainAptFailure(`Reading package lists...\n${output}`).why, why);
  });
}

test('an update that leaves something out is a problem even when apt says it went well', (t) => {
  t.true(hasFetchProblem('Ign:1 x\nErr:2 http://m.example.org sid InRelease\nReading package lists...'));
  t.true(hasFetchProblem('W: Failed to fetch http://m.example.org/InRelease\nW: Some index files failed to download.'));
  t.false(
    hasFetchProblem(
      'Get:1 http://m.example.org sid InRelease\nReading package lists...\nW: Download is performed unsandboxed',
    ),
  );
});

test('complaints are shown rather than the last lines, and status lines never', (t) => {
  t.deepEqual(pickProblems('Get:1\ndlstatus:1:20:Retrieving\nE: broken\nReading lists...'), ['E: broken']);
  t.deepEqual(pickProblems('  perl zlib1g\nErr:1 m\n  Could not connect'), ['Err:1 m', '  Could not connect']);
  t.deepEqual(pickProblems('one\n\ntwo\ndlstatus:1:20:x'), ['one', 'two']);
  t.is(pickProblems(Array.from({ length: 20 }, (_, i) => `E: ${i}`).join('\n')).length, 6);
});

test('the percentage is read from status lines alone', (t) => {
  t.is(parseDownloadPercent('dlstatus:7:42.857:Retrieving file 7 of 88 (3s remaining)'), 42);
  t.is(parseDownloadPercent('Get:7 http://m.example.org 42%'), undefined);
});

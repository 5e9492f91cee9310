import test from 'ava';
import { listMachineFolders } from '../../../../scripts/servers/machine-programs.ts';

test('the folders of PATH come first, once each, and relative ones are left out', (t) => {
  const folders = listMachineFolders('/my/bin:/usr/bin:.:bin:/my/bin');
  t.deepEqual(folders.slice(0, 2), ['/my/bin', '/usr/bin']);
  t.is(new Set(folders).size, folders.length);
  t.false(folders.includes('bin'));
});

test("a system's and Homebrew's folders are searched without any PATH", (t) => {
  const folders = listMachineFolders();
  for (const folder of ['/usr/sbin', '/usr/libexec', '/opt/homebrew/opt/mysql/bin', '/opt/homebrew/bin']) {
    t.true(folders.includes(folder));
  }
});

import test from 'ava';
import { parseLibraries } from '../../../../scripts/servers/libraries.ts';

test("the loader's list gives names and files, without the kernel's library and the loader itself", (t) => {
  const output = [
    '\tlinux-vdso.so.1 (0x00007f4ba5aa3000)',
    '\tlibicuuc.so.78 => /a b/lib/libicuuc.so.78 (0x00007f4ba5800000)',
    '\tlibmissing.so.1 => not found',
    '\t/lib64/ld-linux-x86-64.so.2 => /a b/lib/ld-linux-x86-64.so.2 (0x00007f4ba5aa5000)',
  ].join('\n');
  t.deepEqual(
    [...parseLibraries(output)],
    [
      ['libicuuc.so.78', '/a b/lib/libicuuc.so.78'],
      ['libmissing.so.1', undefined],
    ],
  );
});

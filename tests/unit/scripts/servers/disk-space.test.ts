import test from 'ava';
import { whyNoRoom } from '../../../../scripts/servers/disk-space.ts';

test('a disk with just enough room is enough', (t) => {
  t.is(whyNoRoom('/cache', { freeBytes: 600e6, minimumBytes: 600e6 }), undefined);
});

test('a disk that is too full is named with what is needed and what is free', (t) => {
  t.regex(
    whyNoRoom('/cache', { freeBytes: 12_345_678, minimumBytes: 600e6 }) ?? '',
    /600 MB of room in \/cache.*only 12 MB free/,
  );
});

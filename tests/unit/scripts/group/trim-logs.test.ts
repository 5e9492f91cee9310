import test from 'ava';
import { findOldestKept } from '../../../../scripts/group/trim-logs.ts';

const keeps = test.macro({
  exec(t, sizes: number[], oldest: string | undefined) {
    const logs = sizes.map((bytes, index) => ({ name: `binlog.${index + 1}`, bytes }));
    t.is(findOldestKept(logs, 100), oldest);
  },
  title: (_, sizes: number[], oldest?: string) =>
    `of logs of ${sizes.join(', ') || 'no'} bytes, ${oldest ?? 'the first'} is the oldest that stays`,
});

test(keeps, [], undefined);
test(keeps, [100], undefined);
test(keeps, [1000], undefined);
test(keeps, [40, 30, 30], undefined);
test(keeps, [40, 31, 30], 'binlog.2');
test(keeps, [40, 40, 40, 40, 40], 'binlog.4');
test(keeps, [40, 40, 1000], 'binlog.3');
test(keeps, [1000, 40, 40], 'binlog.2');

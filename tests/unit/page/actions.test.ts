import test from 'ava';
import { checkWords } from '../../../page/server/actions.ts';

const reach = { hosts: ['mysql-2', 'web'], hasFaults: false };

test('what a button says is carried out', (t) => {
  for (const action of ['kill', 'stop', 'pause', 'resume', 'start', 'reload'])
    t.deepEqual(checkWords([action, 'mysql-2'], reach), [action, 'mysql-2']);
  t.deepEqual(checkWords(['recover'], reach), ['recover']);
});

test('faults of machines are for machines', (t) => {
  for (const action of ['partition', 'slow', 'heal', 'poweroff']) {
    t.is(checkWords([action, 'web'], reach), undefined);
    t.deepEqual(checkWords([action, 'web'], { ...reach, hasFaults: true }), [action, 'web']);
  }
});

const isNoButton = test.macro<[unknown]>((t, words) => {
  t.is(checkWords(words, reach), undefined);
});

test('another command is no button', isNoButton, ['destroy', '--yes']);
test('another host is no button', isNoButton, ['kill', 'mysql-9']);
test('a further word is no button', isNoButton, ['kill', 'mysql-2', '--target', 'ssh']);
test('an option in place of a host is no button', isNoButton, ['kill', '--help']);
test('a text is no button', isNoButton, 'kill mysql-2');
test('a list of lists is no button', isNoButton, [['kill'], 'mysql-2']);
test('nothing is no button', isNoButton, undefined);

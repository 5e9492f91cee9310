import test from 'ava';
import { aroundMs, linkToLogs } from '../../../../page/browser/log-link.ts';
import { parseAddress, renderAddress } from '../../../../page/browser/log-search/view-state.ts';

test('what is looked for is all in the address, and what is as usual is left out', (t) => {
  const view = { text: '"lock wait" & -x#1', host: 'mysql-2', level: 'error', from: 'now-1h', to: 'now' };
  t.deepEqual(parseAddress(renderAddress(view)), view);
  t.is(renderAddress(parseAddress('')), '#');
});

test('an address with words that the page does not know shows the rest', (t) => {
  t.like(parseAddress('#host=web&other=1'), { host: 'web', from: 'now-15m', to: 'now' });
  t.false('other' in parseAddress('#other=1'));
});

test('a link leads from a moment to the lines around it', (t) => {
  const [path = '', hash = ''] = linkToLogs({ host: 'web', ...aroundMs(1_764_000_000_000) }).split('#');
  t.is(path, '/logs');
  t.like(parseAddress(hash), { host: 'web', from: '1763999995000', to: '1764000005000' });
});

import test from 'ava';
import { Film } from '../../../../../chaos/report/moving/film.ts';

test('each part is shown from its moment until one that looks different', (t) => {
  const film = new Film({ lengthMs: 15_000, stillMs: 4_000 });
  const svg = film.show([
    { atMs: 0, svg: 'up' },
    { atMs: 1_000, svg: 'up' },
    { atMs: 2_000, svg: 'down' },
    { atMs: 10_000, svg: 'up' },
  ]);
  t.is(svg, '<g class="part a0">up</g><g class="still part a1">down</g><g class="part a2">up</g>');
  const rules = film.renderRules();
  t.true(rules.includes('@keyframes a1{0%{visibility:hidden}10.00%{visibility:visible}50.00%{visibility:hidden}}'));
  t.true(rules.includes('@keyframes a2{0%{visibility:hidden}50.00%{visibility:visible}100%{visibility:visible}}'));
});

test('parts that are shown at the same time share a rule', (t) => {
  const film = new Film({ lengthMs: 15_000, stillMs: 0 });
  const part = { atMs: 5_000, svg: 'x' };
  t.is(film.show([part]), film.show([part]));
  t.is(film.renderRules().split('@keyframes').length, 2);
});

test('a long run is shown faster', (t) => {
  t.is(new Film({ lengthMs: 20_000, stillMs: 0 }).speed, 1);
  t.is(new Film({ lengthMs: 96_000, stillMs: 0 }).speed, 4);
});

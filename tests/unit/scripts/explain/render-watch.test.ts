import test from 'ava';
import { explain } from '../../../../scripts/explain/explainer.ts';
import { isMoment } from '../../../../scripts/explain/moment.ts';
import { renderWatch, wrap } from '../../../../scripts/explain/render-watch.ts';
import { act, during, lab } from './support.ts';

const down = { 'mysql-2': { process: 'stopped', seenAs: 'GONE', routed: false } };
const entries = [...during(0, 60_000), ...act(60_000, 'kill', 'mysql-2'), ...during(60_200, 120_000, down)];
const watched = { lab, moments: entries.filter(isMoment), stories: explain(entries) };

test('the screen shows the sentence, a lane for each host, and why, in 80 columns', (t) => {
  const lines = renderWatch(watched, { columns: 80, rows: 24 });
  t.true(lines.length <= 24);
  t.true(lines.every((line) => line.length <= 80));
  t.is(lines[0], 'Two of three members are ONLINE; mysql-2 is down.');
  const lane = lines.find((line) => line.startsWith('mysql-2')) ?? '';
  t.regex(lane, /^mysql-2 +stopped +█+·+$/);
  t.true(lines.some((line) => line.endsWith('The command line killed mysql-2.')));
});

test('before the first sample it says what it waits for', (t) => {
  t.deepEqual(renderWatch({ ...watched, moments: [] }, { columns: 80, rows: 24 }), ["Waiting for the lab's watcher …"]);
});

test('a long text goes on in the next line, further in', (t) => {
  t.deepEqual(wrap('one two three', 8, 2), ['one two', '  three']);
  t.deepEqual(wrap('', 8), []);
});

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { createLoadControl } from '../../../page/server/load-control.ts';
import { openRecord } from '../../../scripts/record/writer.ts';

// A program that goes on until it is killed, as a load does while it is judged.
const program = 'process.stdin.resume(); setInterval(() => undefined, 1_000)';

function openControl(t: ExecutionContext) {
  const folder = mkdtempSync(join(tmpdir(), 'lab-load-'));
  const dir = join(folder, 'record');
  const children: ChildProcess[] = [];
  function start() {
    const child = spawn(process.execPath, ['-e', program]);
    children.push(child);
    return child;
  }
  t.teardown(() => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  const tell = (edge: 'begin' | 'done') =>
    openRecord(dir).append({ type: 'load', atMs: Date.now(), edge, ratePerSecond: 60, figures: {} });
  return { control: createLoadControl({ dir, start }), children, tell };
}

test('a load of a terminal is neither stopped nor changed, and no second one begins', (t) => {
  const { control, children, tell } = openControl(t);
  tell('begin');
  for (const rate of [0, 80]) {
    const { done, text } = control.set(rate);
    t.false(done);
    t.regex(text, /where it was begun/);
  }
  t.is(children.length, 0);
  tell('done');
  t.true(control.set(80).done);
  t.is(children.length, 1);
});

test('without any load there is none to stop', (t) => {
  const { control } = openControl(t);
  t.false(control.set(0).done);
});

test('the own load takes another rate until it is told to stop', (t) => {
  const { control, children, tell } = openControl(t);
  t.true(control.set(60).done);
  tell('begin');
  t.true(control.set(80).done);
  t.is(children.length, 1);
  t.true(control.set(0).done);
  for (const rate of [0, 60]) t.regex(control.set(rate).text, /told to stop/);
  t.is(children.length, 1);
});

test('another load begins once the one before is over', async (t) => {
  const { control, children } = openControl(t);
  control.set(60);
  control.set(0);
  children[0]?.kill();
  await once(children[0] as ChildProcess, 'close');
  t.true(control.set(60).done);
  t.is(children.length, 2);
});

test('the own load ends with the page', async (t) => {
  const { control, children } = openControl(t);
  control.set(60);
  control.end();
  const [, signal] = await once(children[0] as ChildProcess, 'close');
  t.is(signal, 'SIGTERM');
});

import test from 'ava';
import { parseCursor } from '../../../../roles/log-shipper/journal/cursor.ts';
import { describeEntry } from '../../../../roles/log-shipper/journal/describe-entry.ts';
import { parseEntries } from '../../../../roles/log-shipper/journal/export-format.ts';
import { viewMachines } from '../lab-views.ts';

const sequence = 'a'.repeat(32);
const boot = 'b'.repeat(32);
const cursor = `s=${sequence};i=1f;b=${boot};m=3;t=4;x=5`;

const text = (fields: Record<string, string>) =>
  `${Object.entries(fields)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')}\n`;

/** A field as systemd writes one that has line ends. */
function binary(name: string, value: string) {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(Buffer.byteLength(value)));
  return Buffer.concat([Buffer.from(`${name}\n`), length, Buffer.from(`${value}\n`)]);
}

test('entries are read with text and with values that have line ends', (t) => {
  const stack = 'Error: a=b\n    at run\n\n    at once';
  const data = Buffer.concat([
    Buffer.from(text({ MESSAGE: 'one=1', _PID: '7' })),
    binary('MESSAGE', stack),
    Buffer.from(text({ _PID: '8' })),
  ]);
  t.deepEqual(
    parseEntries(data).map((entry) => Object.fromEntries(entry)),
    [
      { MESSAGE: 'one=1', _PID: '7' },
      { MESSAGE: stack, _PID: '8' },
    ],
  );
});

test('an entry that was cut off anywhere is left out, and those before it are not', (t) => {
  const first = text({ MESSAGE: 'one' });
  const data = Buffer.concat([Buffer.from(first), binary('MESSAGE', 'two\nlines'), Buffer.from('_PID=8\n\n')]);
  for (let length = first.length; length < data.length; length += 1)
    t.is(parseEntries(data.subarray(0, length)).length, 1, `${length} bytes`);
  t.is(parseEntries(data).length, 2);
});

test('a cursor says the sequence, the number and the boot', (t) => {
  t.deepEqual(parseCursor(cursor), { sequence, number: 31, boot });
  t.is(parseCursor('s=1;i=2'), undefined);
});

const machine = { name: 'web', units: { 'mysql-group-lab-api': 'web', 'mysql-group-lab-caretaker': 'caretaker' } };
const base = { __CURSOR: cursor, __REALTIME_TIMESTAMP: '1796000000123456', _TRANSPORT: 'stdout', PRIORITY: '6' };

function lineOf(fields: Record<string, string>) {
  const [entry] = parseEntries(Buffer.from(text({ ...base, ...fields })));
  return entry && describeEntry(entry, machine);
}

test('a line of a unit is that of its host, with an id of the journal', (t) => {
  const sent = lineOf({ _SYSTEMD_UNIT: 'mysql-group-lab-caretaker.service', MESSAGE: 'all is well ' });
  t.deepEqual(sent, {
    id: `web.${'a'.repeat(12)}.${'b'.repeat(12)}@31`,
    line: {
      '@timestamp': new Date(1_796_000_000_123).toISOString(),
      host: 'caretaker',
      message: 'all is well',
      unit: 'mysql-group-lab-caretaker',
    },
  });
});

test('what a line says of itself goes before what journald says', (t) => {
  const message = '{"level":50,"time":1796000000001,"requestId":"r-1","msg":"failed"}';
  t.like(lineOf({ _SYSTEMD_UNIT: 'mysql-group-lab-api.service', MESSAGE: message })?.line, {
    '@timestamp': new Date(1_796_000_000_001).toISOString(),
    level: 'error',
    requestId: 'r-1',
  });
});

test('a time that says no zone may be that of another one, and journald has it', (t) => {
  const message = '1011:M 29 Nov 2026 12:00:00.000 # low memory';
  const { line } = lineOf({ _SYSTEMD_UNIT: 'mysql-group-lab-api.service', MESSAGE: message }) ?? {};
  t.like(line, { '@timestamp': new Date(1_796_000_000_123).toISOString(), level: 'warning' });
});

test('what systemd says of a unit belongs to it, with its level', (t) => {
  const said = { _PID: '1', _SYSTEMD_UNIT: 'init.scope', _TRANSPORT: 'journal', PRIORITY: '4' };
  const sent = lineOf({ ...said, UNIT: 'mysql-group-lab-api.service', MESSAGE: 'Main process exited' });
  t.like(sent?.line, { host: 'web', level: 'warning', message: 'Main process exited' });
});

test('a service cannot write lines of another one', (t) => {
  const sent = lineOf({ _PID: '9', UNIT: 'mysql-group-lab-api.service', _SYSTEMD_UNIT: 'cron.service', MESSAGE: 'x' });
  t.is(sent, undefined);
});

test('of the rest of a machine only warnings and what is graver are lines, of the machine', (t) => {
  const kernel = { _TRANSPORT: 'kernel', SYSLOG_IDENTIFIER: 'kernel', MESSAGE: 'Out of memory' };
  t.like(lineOf({ ...kernel, PRIORITY: '3' })?.line, { host: 'web', level: 'error', unit: 'kernel' });
  const sudo = { _SYSTEMD_UNIT: 'ssh.service', SYSLOG_IDENTIFIER: 'sudo', PRIORITY: '1' };
  t.like(lineOf({ ...sudo, MESSAGE: 'command not allowed' })?.line, { host: 'web', unit: 'sudo' });
  t.is(lineOf({ ...kernel, PRIORITY: '5' }), undefined);
  t.is(lineOf({ _SYSTEMD_UNIT: 'session-1.scope', MESSAGE: 'session opened' }), undefined);
});

test('an entry without a message is no line', (t) => {
  t.is(lineOf({ _SYSTEMD_UNIT: 'mysql-group-lab-api.service' }), undefined);
});

test("each machine's units are known, those of all machines as the machine's own", async (t) => {
  const { view } = await viewMachines({ profiles: ['monitor'] });
  const unitsOf = (name: string) => view.machines.find((each) => each.name === name)?.units;
  t.deepEqual(unitsOf('mysql-2'), {
    mysql: 'mysql-2',
    'prometheus-node-exporter': 'mysql-2',
    'mysql-group-lab-journal': 'mysql-2',
  });
  t.like(unitsOf('web'), {
    'mysql-group-lab-api': 'web',
    'mysql-group-lab-caretaker': 'caretaker',
    'mysql-group-lab-watcher': 'watcher',
  });
  t.like(unitsOf('prometheus'), {
    'prometheus-alertmanager': 'alertmanager',
    'prometheus-node-exporter': 'prometheus',
  });
});

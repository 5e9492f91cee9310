import test from 'ava';
import { judge } from '../../../../chaos/judge/judge.ts';
import { renderPicture } from '../../../../chaos/report/picture/picture-file.ts';
import { renderReport } from '../../../../chaos/report/report.ts';
import { makeRun, request } from '../support/histories.ts';
import { simulateKill } from '../support/simulated-kill.ts';

const kill = simulateKill('naive');
const report = renderReport(kill, judge(kill));

test('a report asks for nothing and runs nothing', (t) => {
  t.notRegex(report.replaceAll('http://www.w3.org/2000/svg', ''), /<script|<link|https?:|src=|url\(|@import/);
});

test('a report tells the verdict, what failed, and how to have the run again', (t) => {
  t.true(report.includes('Not valid'));
  t.regex(report, /no request fails<ul class="details"><li>/);
  t.true(report.includes('./lab chaos kill --rate 100 --naive'));
  t.true(report.includes('2 × AMD EPYC 7B13'));
});

test('what a run says cannot become a part of the page', (t) => {
  const evil = '"><script>alert(1)</script>&';
  const requests = [request({ atMs: 0, outcome: 'fail', status: evil })];
  const faults = [{ atMs: 0, what: evil, host: evil, edge: 'begin' as const }];
  const samples = [{ atMs: 0, members: { [evil]: { state: evil, routed: true } } }];
  const said = {
    scenario: evil,
    variant: evil,
    machine: evil,
    versions: { [evil]: evil },
    command: evil,
    startedAt: evil,
  };
  const run = makeRun({ ...said, requests, faults, samples });
  t.false(renderReport(run, judge(run)).includes('<script'));
  t.false(renderPicture(run, judge(run)).includes('<script'));
});

test('what failed in an outage that was expected is not shown as wrong', (t) => {
  const requests = [request({ atMs: 0, outcome: 'fail' })];
  const isMarked = (outageExpected: boolean) => {
    const run = makeRun({ requests, outageExpected });
    return renderReport(run, judge(run)).includes('<div class="bad"><dt>failed requests');
  };
  t.true(isMarked(false));
  t.false(isMarked(true));
});

test('a run in which nothing happened can be shown, too', (t) => {
  const run = makeRun({ seconds: 0 });
  t.notRegex(renderReport(run, judge(run)), /NaN|Infinity|undefined/);
  t.notRegex(renderPicture(run, judge(run)), /NaN|Infinity|undefined/);
});

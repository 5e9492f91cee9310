import test from 'ava';
import { findLack } from '../../../../chaos/faults/find-lack.ts';
import { quickNames, scenarios } from '../../../../chaos/faults/scenarios.ts';
import { steadyScenario } from '../../../../chaos/faults/steady.ts';

test('every fault of a scenario that can run is mended by a later step', (t) => {
  for (const scenario of scenarios.filter((each) => !findLack(each, {}))) {
    for (const { act, to, atS } of scenario.steps.filter(({ mends }) => !mends)) {
      const mended = scenario.steps.some((step) => step.mends && step.atS > atS && (!step.to || step.to === to));
      t.true(mended, `${scenario.name}: ${act} ${to}`);
    }
  }
});

test('scenarios have names of their own, and the quick ones are among them', (t) => {
  const names = scenarios.map(({ name }) => name);
  t.is(new Set(names).size, names.length);
  t.true(quickNames.every((name) => names.includes(name)));
});

const lackOf = (name: string, lacks: Parameters<typeof findLack>[1]) => {
  const scenario = scenarios.find((each) => each.name === name);
  if (!scenario) throw new Error(`no scenario ${name}`);
  return findLack(scenario, lacks);
};

test('what processes cannot do is left out with a reason, and done where there are machines', (t) => {
  for (const name of ['poweroff', 'partition', 'partition-pair', 'minority', 'slow']) {
    t.regex(String(lackOf(name, undefined)), /share one network/, name);
    t.is(lackOf(name, {}), undefined, name);
  }
  t.is(lackOf('kill', undefined), undefined);
});

test('what these machines cannot do is left out with their own reason, and nothing else is', (t) => {
  const lacks = { slow: 'no netem', switchOn: 'nobody outside' };
  t.is(lackOf('slow', lacks), 'no netem');
  t.is(lackOf('poweroff', lacks), 'nobody outside');
  for (const name of ['partition', 'minority', 'kill']) t.is(lackOf(name, lacks), undefined, name);
});

test('what no target can do is left out everywhere', (t) => {
  for (const scenario of scenarios.filter(({ name }) => ['disk-full', 'clock'].includes(name))) {
    t.truthy(findLack(scenario, {}), scenario.name);
  }
});

test('the same seed makes the same faults, another one others', (t) => {
  const make = (seed: number) => steadyScenario({ seconds: 3_600, everyS: 120, seed }).steps;
  t.deepEqual(make(7), make(7));
  t.notDeepEqual(make(7), make(8));
  t.is(make(7).filter(({ mends, act }) => !mends || ['reload', 'restart'].includes(act)).length, 30);
});

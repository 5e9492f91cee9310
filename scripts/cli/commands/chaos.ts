import { defineCommand } from 'citty';
import { chooseCases } from '../../../chaos/alerts/cases.ts';
import { proveAlerts, proveCalm } from '../../../chaos/alerts/run-alerts.ts';
import { awayScenario } from '../../../chaos/faults/event-scenarios.ts';
import { quickNames, scenarios } from '../../../chaos/faults/scenarios.ts';
import { steadyScenario } from '../../../chaos/faults/steady.ts';
import { parseThrough } from '../../../chaos/load/service.ts';
import type { Variant } from '../../../chaos/run/enter-variant.ts';
import { runChaos } from '../../../chaos/run/run-chaos.ts';
import { renderTable } from '../../messages/render-table.ts';
import { UserError } from '../../messages/user-error.ts';
import { splitList } from '../../settings/config.ts';
import { parseWholeNumber } from '../../settings/parse-number.ts';

export const chaos = defineCommand({
  args: {
    scenario: {
      type: 'positional',
      description: 'One of --list, or several as kill,pause; kill where left out',
      required: false,
    },
    alerts: {
      type: 'boolean',
      description:
        'Cause what each alert of the profile monitor warns of, or those that are named in place of a scenario',
    },
    calm: {
      type: 'string',
      valueHint: 'N',
      description: 'With --alerts: load the lab for N seconds, and break nothing',
    },
    list: { type: 'boolean', description: 'Print the scenarios' },
    all: { type: 'boolean', description: 'Every scenario, hardened and naive in turns' },
    quick: { type: 'boolean', description: 'The three that say most, in less than three minutes' },
    both: { type: 'boolean', description: 'Hardened and naive in turns, as --all does' },
    naive: { type: 'boolean', description: 'In the naive variant; hardened without it' },
    repeat: { type: 'string', valueHint: 'N', default: '1', description: 'How often' },
    rate: { type: 'string', valueHint: 'N', default: '60', description: 'Requests a second' },
    clients: {
      type: 'string',
      valueHint: 'N',
      default: '60',
      description: 'How many clients, each with a user of its own',
    },
    through: { type: 'string', valueHint: 'edge', description: 'Send the load through the profile edge' },
    seconds: {
      type: 'string',
      valueHint: 'N',
      default: '0',
      description: 'How long the load lasts, where that is longer',
    },
    seed: {
      type: 'string',
      valueHint: 'N',
      description: 'Chooses the requests and the faults; printed where it is left out',
    },
    steady: {
      type: 'string',
      valueHint: 'N',
      description: 'Seconds of a long run with a random fault from time to time',
    },
    away: {
      type: 'string',
      valueHint: 'N',
      description: 'All nodes of RabbitMQ are away for N seconds, with load before and after',
    },
    every: { type: 'string', valueHint: 'N', default: '120', description: 'Seconds between the faults of --steady' },
  },
  async run({ args }) {
    if (args.list) return printScenarios();
    const number = (name: 'repeat' | 'rate' | 'clients' | 'every', most: number) =>
      parseWholeNumber(`--${name}`, args[name], { least: 1, most });
    const pace = { ratePerSecond: number('rate', 2_000), clients: number('clients', 500) };
    if (args.calm !== undefined) {
      return void (await proveCalm(parseWholeNumber('--calm', args.calm, { least: 1, most: 86_400 }), pace));
    }
    if (args.alerts) return void (await proveAlerts(chooseCases(splitList(args.scenario)), pace));
    const seed = args.seed === undefined ? Date.now() % 1_000_000 : parseWholeNumber('--seed', args.seed, { least: 0 });
    const chosen = planLong() ?? choose(args);
    await runChaos(chosen, {
      variants: chooseVariants(args),
      repeat: number('repeat', 100),
      ...pace,
      seconds: parseWholeNumber('--seconds', args.seconds, { least: 0, most: 86_400 }),
      seed,
      through: parseThrough(args.through),
    });

    function planLong() {
      const seconds = (name: 'steady' | 'away', least: number) =>
        parseWholeNumber(`--${name}`, args[name] ?? '', { least, most: 86_400 });
      if (args.away !== undefined) return [awayScenario(seconds('away', 5))];
      if (args.steady === undefined) return undefined;
      return [steadyScenario({ seconds: seconds('steady', 30), everyS: number('every', 3_600), seed })];
    }
  },
});

interface Choice {
  scenario?: string;
  all?: boolean;
  both?: boolean;
  quick?: boolean;
  naive?: boolean;
}

function choose({ scenario = 'kill', all, quick }: Choice) {
  if (all) return scenarios;
  const names = quick ? quickNames : scenario.split(',').map((name) => name.trim());
  const strangers = names.filter((name) => !scenarios.some((each) => each.name === name));
  if (strangers.length === 0) return scenarios.filter(({ name }) => names.includes(name));
  throw new UserError(`There is no scenario "${strangers.join('", "')}"`, { next: './lab chaos --list' });
}

function chooseVariants({ all, both, naive }: Choice): Variant[] {
  if (all || both) return ['hardened', 'naive'];
  return [naive ? 'naive' : 'hardened'];
}

function printScenarios() {
  const rows = scenarios.map(({ name, title, seconds }) => [name, `${seconds} s`, title]);
  console.log(renderTable(['SCENARIO', 'AT LEAST', 'WHAT HAPPENS'], rows));
}

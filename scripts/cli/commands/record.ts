import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { defineCommand } from 'citty';
import { scenarios } from '../../../chaos/faults/scenarios.ts';
import { renderMovingPicture } from '../../../chaos/report/moving/moving-picture.ts';
import { runChaos } from '../../../chaos/run/run-chaos.ts';
import { readRun } from '../../../chaos/run/run-folder.ts';
import { readRecordedLab } from '../../../page/server/recorded-lab.ts';
import { openLab } from '../../lab/open-lab.ts';
import { UserError } from '../../messages/user-error.ts';
import { parseWholeNumber } from '../../settings/parse-number.ts';

export const record = defineCommand({
  args: {
    what: {
      type: 'positional',
      valueHint: 'SCENARIO|FOLDER',
      description: 'A scenario of chaos, which is run, or the folder of a run; kill where left out',
      required: false,
    },
    rate: { type: 'string', valueHint: 'N', default: '60', description: 'Requests a second' },
    to: { type: 'string', valueHint: 'FILE', description: 'Another place for the picture' },
  },
  async run({ args }) {
    const { what = 'kill' } = args;
    const ratePerSecond = parseWholeNumber('--rate', args.rate, { least: 1, most: 2_000 });
    const dir = what.includes('/') ? resolve(what) : await runOnce(what, ratePerSecond);
    const { run, verdict } = await readRun(dir);
    const svg = renderMovingPicture(run, verdict, readRecordedLab(join(dir, 'record')));
    const path = args.to === undefined ? join(dir, 'moving.svg') : resolve(args.to);
    await writeFile(path, svg);
    console.log(`The moving picture is ${path}, ${Math.round(svg.length / 1_000)} KB. Any browser shows it.`);
  },
});

async function runOnce(name: string, ratePerSecond: number) {
  const { caller } = (await openLab()).config;
  // The folder of a run on machines is on this one once chaos has ended.
  if (caller) {
    throw new UserError('A run on machines is drawn when its folder is here', {
      next: `./lab --target ${caller} chaos ${name}, then ./lab record results/${name}/TIME-VARIANT`,
    });
  }
  const scenario = scenarios.find((each) => each.name === name);
  if (!scenario) throw new UserError(`There is no scenario "${name}"`, { next: './lab chaos --list' });
  const once = { variants: ['hardened' as const], repeat: 1, clients: 60, seconds: 0, seed: Date.now() % 1_000_000 };
  const [result] = await runChaos([scenario], { ...once, ratePerSecond });
  return result?.dir ?? '';
}

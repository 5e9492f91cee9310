import { setTimeout as sleep } from 'node:timers/promises';
import { defineCommand } from 'citty';
import { openLab } from '../../lab/open-lab.ts';
import { collectStatus, isWhole } from '../../status/collect-status.ts';
import { renderNextSteps } from '../../status/next-steps.ts';
import { renderStatus } from '../../status/render-status.ts';

export const status = defineCommand({
  args: {
    json: { type: 'boolean', description: 'Print it for programs' },
    watch: { type: 'boolean', alias: 'w', description: 'Go on showing it until Ctrl-C, as ./lab watch does' },
  },
  async run({ args }) {
    const lab = await openLab();
    if (args.watch && !args.json && (await lab.target.watcher?.state()) === 'running') {
      const { watchLab } = await import('./watch.ts');
      return await watchLab(lab);
    }
    const show = async () => {
      const current = await collectStatus(lab);
      if (args.json) console.log(JSON.stringify(current, null, args.watch ? 0 : 2));
      else console.log(renderStatus(current));
      return isWhole(current);
    };
    if (args.watch) return await watch(show);
    if (!(await show())) process.exitCode = 1;
    if (!args.json) console.log(`\n${renderNextSteps(lab)}`);
  },
});

async function watch(show: () => Promise<unknown>) {
  while (process.stdout.writable) {
    if (process.stdout.isTTY) console.clear();
    console.log(new Date().toISOString());
    await show();
    await sleep(1_000);
  }
}

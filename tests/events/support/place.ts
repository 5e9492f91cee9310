import { runLab } from '../../cluster/support/command.ts';
import { type TestLab, useLab } from '../../cluster/support/lab.ts';
import { addWebHost } from '../../cluster/support/web-hosts.ts';

export interface Place {
  lab: TestLab;
  /** Takes away what was not there before. */
  leave(): Promise<void>;
}

interface Wanted {
  profiles?: string[];
  /** Web hosts at least. */
  webs?: 1 | 2;
}

/** Gives the lab of this test run what tests need beside it; what is there stays as it is. */
export async function enter({ profiles = ['events'], webs = 1 }: Wanted = {}): Promise<Place> {
  const before = await useLab();
  await before.waitUntilWhole();
  const wanted = profiles.filter((name) => !before.lab.record.profiles?.includes(name));
  const isAlone = before.lab.target.view.hostsOf('web').length < webs;
  const web = isAlone ? await addWebHost() : undefined;
  if (web) requireSuccess('up', web.up);
  for (const name of wanted) await succeed('add', name);
  return {
    lab: await useLab(),
    async leave() {
      // A test may have taken one away itself.
      const { profiles: left = [] } = (await useLab()).lab.record;
      for (const name of wanted.toReversed()) if (left.includes(name)) await succeed('remove', name);
      await web?.remove();
    },
  };
}

const succeed = async (...args: string[]) => requireSuccess(args.join(' '), await runLab(args));

function requireSuccess(words: string, { exitCode, stdout, stderr }: Awaited<ReturnType<typeof runLab>>) {
  if (exitCode !== 0) throw new Error(`./lab ${words} failed:\n${stdout}${stderr}`);
}

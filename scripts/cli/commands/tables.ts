import { defineCommand } from 'citty';
import { status as readStatus, migrate as runMigrations, rollback as runRollback } from '../../database/migrations.ts';
import { mostSeedArticles, seed as runSeed } from '../../database/seed.ts';
import { openLab } from '../../lab/open-lab.ts';
import { chooseMember } from '../../lifecycle/install-tables.ts';
import { withMigrationLock } from '../../lifecycle/migration-lock.ts';
import { renderTable } from '../../messages/render-table.ts';
import { UserError } from '../../messages/user-error.ts';
import { parseWholeNumber } from '../../settings/parse-number.ts';

const onProgress = (line: string) => console.log(line);

export const migrate = defineCommand({
  async run() {
    const lab = await openLab();
    const ran = await withMigrationLock(lab, { onProgress }, async (options) =>
      runMigrations(await chooseMember(lab), options),
    );
    if (ran.length === 0) console.log('Nothing to migrate.');
  },
});

export const rollback = defineCommand({
  args: {
    step: {
      type: 'string',
      valueHint: 'N',
      description: 'How many migrations; all of the last batch where it is left out',
    },
    yes: { type: 'boolean', description: 'Do it; without this it only says what it would do' },
  },
  async run({ args }) {
    const steps =
      args.step === undefined ? undefined : parseWholeNumber('--step', args.step, { least: 1, most: 1_000 });
    if (!args.yes)
      throw new UserError('This would drop tables with all their data', { next: 'npm run migrate:rollback -- --yes' });
    const lab = await openLab();
    const names = await withMigrationLock(lab, { onProgress }, async (options) =>
      runRollback(await chooseMember(lab), { ...options, steps }),
    );
    if (names.length === 0) console.log('Nothing to roll back.');
  },
});

export const migrationStatus = defineCommand({
  async run() {
    const all = await readStatus(await chooseMember(await openLab()));
    console.log(
      renderTable(
        ['RAN', 'MIGRATION'],
        all.map(({ name, ran }) => [ran ? 'yes' : 'no', name]),
      ),
    );
  },
});

export const seed = defineCommand({
  args: { articles: { type: 'string', valueHint: 'N', description: 'How many articles there shall be in the end' } },
  async run({ args }) {
    const bounds = { least: 1, most: mostSeedArticles };
    const articles = args.articles === undefined ? undefined : parseWholeNumber('--articles', args.articles, bounds);
    const added = await runSeed(await chooseMember(await openLab()), { articles, onProgress });
    console.log(`Added ${added.users} users and ${added.articles} articles.`);
  },
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { findPart } from '../../../page/server/documents.ts';
import { projectDir } from '../../../scripts/settings/config.ts';

const text = '# All\n\n## One (a)\n\nfirst\n\n### Below\n\nsecond\n\n## Two\n\nthird\n';

test('a part goes from its heading to the next one that is no deeper', (t) => {
  t.is(findPart(text, 'one-a'), '## One (a)\n\nfirst\n\n### Below\n\nsecond\n');
  t.is(findPart(text, 'below'), '### Below\n\nsecond\n');
  t.is(findPart(text, 'two'), '## Two\n\nthird\n');
});

test('what has no heading is no part', (t) => {
  t.is(findPart(text, 'third'), undefined);
  t.is(findPart(text, ''), undefined);
});

test('an alert leads to its own entry', async (t) => {
  const document = await readFile(join(projectDir, 'docs/troubleshooting.md'), 'utf8');
  t.regex(findPart(document, 'apipoolwaits') ?? '', /^### ApiPoolWaits\n(?![\s\S]*\n### )/);
});

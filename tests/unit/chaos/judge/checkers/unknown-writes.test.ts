import test from 'ava';
import { macrosFor } from '../../support/checker-macros.ts';
import { article, comment, secondDiffers, threeMembers, write } from '../../support/histories.ts';

const { passes, fails } = macrosFor('unanswered writes are on all members or on none');

const unanswered = { outcome: 'unknown', status: 'ECONNRESET' } as const;
const unansweredComment = write(0, { type: 'comment', slug: 'a', mark: 'c' }, unanswered);

test('an unanswered write on all members passes', passes, {
  requests: [unansweredComment],
  finals: threeMembers({ comments: [comment('c')] }),
});

test('an unanswered write on none passes', passes, { requests: [unansweredComment] });

test(
  'an unanswered write on one member only is told',
  fails,
  { requests: [unansweredComment], finals: secondDiffers({ comments: [comment('c')] }) },
  /^comment c: false on mysql-1, true on mysql-2, false on mysql-3$/,
);

test(
  'an unanswered description on one member only is told',
  fails,
  {
    requests: [write(0, { type: 'description', slug: 'a', mark: 'new' }, unanswered)],
    finals: secondDiffers(
      { articles: [article('a', { description: 'new' })] },
      { articles: [article('a', { description: 'old' })] },
    ),
  },
  /description of a: old on mysql-1, new on mysql-2, old on mysql-3/,
);

import test from 'ava';
import { isOfFrontEnd } from '../../../../api/http/front-end.ts';
import { findPage } from '../../../../api/http/page-paths.ts';

const finds = test.macro((t, path: string, name: string, params: Record<string, string> = {}) => {
  t.deepEqual(findPage(path), { name, params } as never);
});

test('the home page', finds, '/', 'home');
test('the editor, for a new article', finds, '/editor', 'newArticle');
test('the editor, for one that there is', finds, '/editor/a-slug', 'editArticle', { slug: 'a-slug' });
test('an article', finds, '/article/a-slug', 'article', { slug: 'a-slug' });
test('a profile', finds, '/profile/demo', 'profile', { username: 'demo' });
test('the favorites of a user', finds, '/profile/demo/favorites', 'favorites', { username: 'demo' });
test('a tag, as it is written and not as it is encoded', finds, '/tag/a%20b%2Fc', 'tag', { tag: 'a b/c' });
test('what is not encoded as it should be', finds, '/tag/100%', 'tag', { tag: '100%' });

test('other paths are no pages', (t) => {
  const paths = ['/article', '/article/', '/article/a/b', '/profile/demo/follows', '/docs', '/api/tags', '//', ''];
  t.deepEqual(
    paths.map(findPage),
    paths.map(() => undefined),
  );
});

test('pages and files of the front end are told from everything else', (t) => {
  t.true(['/', '/login', '/assets/main-ABCDEFGH.js'].every(isOfFrontEnd));
  t.false(['/about', '/docs', '/metrics', '/api/user', '/assets'].some(isOfFrontEnd));
});

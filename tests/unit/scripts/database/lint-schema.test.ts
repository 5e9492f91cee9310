import test from 'ava';
import { findSchemaProblems } from '../../../../scripts/database/lint-schema.ts';

const table = { name: 'users', engine: 'InnoDB', hasPrimaryKey: true };
const key = { table: 'articles', name: 'articles_user_id_foreign', onDelete: 'NO ACTION', onUpdate: 'RESTRICT' };

test('a schema the group takes has no problems', (t) => {
  t.deepEqual(findSchemaProblems({ tables: [table], foreignKeys: [key] }), []);
});

test('a table without a primary key is one', (t) => {
  const problems = findSchemaProblems({ tables: [{ ...table, hasPrimaryKey: false }], foreignKeys: [] });
  t.deepEqual(problems, ['users has no primary key; the group cannot tell its rows apart.']);
});

test('a table of another engine is one', (t) => {
  const [problem] = findSchemaProblems({ tables: [{ ...table, engine: 'MyISAM' }], foreignKeys: [] });
  t.regex(problem ?? '', /users is MyISAM/);
});

for (const action of ['CASCADE', 'SET NULL', 'SET DEFAULT']) {
  test(`a foreign key with ${action} is one, on delete and on update`, (t) => {
    const foreignKeys = [{ ...key, onDelete: action, onUpdate: action }];
    const problems = findSchemaProblems({ tables: [table], foreignKeys });
    t.is(problems.length, 2);
    t.regex(problems[0] ?? '', /articles\.articles_user_id_foreign is ON DELETE .*3098/);
  });
}

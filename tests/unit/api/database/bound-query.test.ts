import test from 'ava';
import { bindQuery } from '../../../../api/database/bound-query.ts';

/** A query whose statements are only noted; each is answered with the given response. */
function noteStatements(response: unknown) {
  const sent: [sql: string, bindings: readonly unknown[]][] = [];
  const query = bindQuery(async (sql, bindings) => {
    sent.push([sql, bindings]);
    return [response, []];
  });
  return { query, sent };
}

test('a builder compiles to one statement with its values apart', async (t) => {
  const { query, sent } = noteStatements([{ id: 7 }]);
  t.deepEqual(await query('users').where('id', 7).first('id'), { id: 7 });
  t.deepEqual(sent, [['select `id` from `users` where `id` = ? limit ?', [7, 1]]]);
});

test('raw statements give rows and fields, an insert its id, an update its rows', async (t) => {
  t.deepEqual(await noteStatements([{ one: 1 }]).query.raw('SELECT ?', [1]), [[{ one: 1 }], []] as never);
  t.deepEqual(await noteStatements({ insertId: 9 }).query('users').insert({ username: 'a' }), [9]);
  t.is(await noteStatements({ affectedRows: 3 }).query('users').update({ bio: null }), 3);
});

test('an insert of nothing sends nothing', async (t) => {
  const { query, sent } = noteStatements(null);
  t.deepEqual(await query('users').insert([]), []);
  t.deepEqual(sent, []);
});

test('rows cannot be streamed, because the work may run again', (t) => {
  t.throws(() => noteStatements([]).query('users').stream(), { message: /page by page/ });
});

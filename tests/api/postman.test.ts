import test from 'ava';
import { environment } from './support/environment.ts';
import { send } from './support/http.ts';
import { itemsOf, readCollection, readEnvironment } from './support/postman-collection.ts';
import { runCollection } from './support/postman-runner.ts';
import { runScript } from './support/postman-sandbox.ts';
import { routes } from './support/routes.ts';

const collection = readCollection();

test.serial('the Postman collection runs from top to bottom, and again', async (t) => {
  const host = environment.API_URL;
  const readDemo = () => send('GET', '/laravel/api/profiles/demo').then(({ body }) => body.profile);
  const before = await readDemo();
  for (const round of ['first', 'second']) {
    const results = await runCollection(collection, { ...readEnvironment('local'), host, baseUrl: `${host}/api` });
    for (const { name, answer, verdicts } of results) {
      t.true(verdicts.length > 0, `${name} checks nothing`);
      for (const { title, failure } of verdicts) {
        t.is(failure, undefined, `${round} run, ${name}: "${title}" ${failure} in: ${answer.summary}`);
      }
    }
  }
  t.deepEqual(await readDemo(), before);
});

test('the Postman collection has every route of the contract', (t) => {
  const sent = itemsOf(collection).map(({ request }) => {
    const path = request.url.path.map((part) => (part.startsWith('{{') ? ':' : part)).join('/');
    return `${request.method} /${path}`;
  });
  const wanted = routes.map(({ method, path }) => `${method} ${path.replaceAll(/:\w+/g, ':')}`);
  t.deepEqual(
    wanted.filter((route) => !sent.includes(route)),
    [],
  );
});

test('the parts of every Postman URL say the same as the whole', (t) => {
  for (const { name, request } of itemsOf(collection)) {
    const { raw, host, path, query = [] } = request.url;
    const search = query.map(({ key, value }) => `${key}=${value}`).join('&');
    t.is([host, ...path].join('/') + (search && `?${search}`), raw, name);
  }
});

test('both Postman environments have the same variables, and the addresses of their labs', (t) => {
  t.deepEqual(readEnvironment('local'), { host: 'http://127.0.0.1:3000', baseUrl: 'http://127.0.0.1:3000/api' });
  t.deepEqual(readEnvironment('vagrant'), { host: 'http://172.28.17.51', baseUrl: 'http://172.28.17.51/api' });
});

test('a script that needs more of Postman than the runner has fails loudly', (t) => {
  const scopes = { collection: new Map(), environment: new Map() };
  t.throws(() => runScript(['pm.sendRequest("x")'], scopes), { message: /pm\.sendRequest is not supported/ });
  const [verdict] = runScript(["pm.test('x', () => pm.expect(1).to.be.lucky());"], scopes);
  t.regex(verdict?.failure ?? '', /lucky is not supported/);
});

test('a failed assertion of a script is a failed verdict', (t) => {
  const scopes = { collection: new Map(), environment: new Map() };
  const failing = ['equal(2)', 'eql([1])', "be.a('string')", 'be.above(1)', 'be.oneOf([2, 3])'];
  for (const check of failing) {
    const [verdict] = runScript([`pm.test('x', () => pm.expect(1).to.${check});`], scopes);
    t.truthy(verdict?.failure, check);
  }
});

import type { Lab } from '../lab/open-lab.ts';

/** Where to look, how to log in, and what to try first. */
export function renderNextSteps({ target, secrets, database, record }: Lab) {
  const { api, stats, database: listener } = target.endpoints;
  const apiUrl = `http://${api.address}:${api.port}`;
  const { application } = secrets;
  const page = record.watched === false ? undefined : target.watcher?.page;
  return [
    'Look',
    ...(page ? [`  Page     http://${page.address}:${page.port}/?key=${secrets.page}`] : []),
    `  API      ${apiUrl}/, login demo@example.com / secret`,
    `  HAProxy  http://${stats.address}:${stats.port}/, login ${secrets.stats.username} / ${secrets.stats.password}`,
    `  MySQL    ${listener.address}:${listener.port}, database ${database}`,
    `           login ${application.username} / ${application.password}`,
    '',
    'Try',
    `  curl ${apiUrl}/api/articles`,
    '  ./lab kill mysql-2       one member dies; the API goes on',
    '  ./lab watch              see it leave the group, and come back, and why',
    '  ./lab start mysql-2      it returns by itself from here',
    '  npm stop                 take everything down; the data stays',
    ...(record.naive ? ['', 'This lab runs --naive: expect it to lose requests. npm stop, npm start ends that.'] : []),
  ].join('\n');
}

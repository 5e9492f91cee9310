/** The page that tells a person what this server is. */
export function renderLandingPage(contract: string, origin: string): string {
  // The host is what the request says: anything but a plain host and port could break out of the page.
  const address = /^https?:\/\/[\w.:[\]-]+$/.test(origin) ? origin : 'http://127.0.0.1:3000';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>RealWorld API on a MySQL group</title>
<style>
body { font: 1rem/1.6 system-ui, sans-serif; max-width: 44rem; margin: 3rem auto; padding: 0 1rem; color: #222; }
code { background: #f3f3f3; padding: .1em .3em; border-radius: .2em; }
pre { background: #f3f3f3; padding: 1rem; overflow-x: auto; border-radius: .3em; }
@media (prefers-color-scheme: dark) { body { background: #1b1b1b; color: #ddd; } code, pre { background: #2a2a2a; } a { color: #8ab4f8; } }
</style>
</head>
<body>
<h1>RealWorld API on a MySQL group</h1>
<p>This is the web host of a lab that goes on while one of its database servers is lost: a
<a href="https://github.com/gothinkster/realworld">RealWorld</a> back end before three MySQL servers in Group
Replication and one HAProxy. Stop a database host and ask again: the answers keep coming.</p>
<ul>
<li><a href="/">/</a> – the front end: read, write and comment while a server dies</li>
<li><a href="/docs">/docs</a> – every route, to read and to try</li>
<li><a href="/api/articles">/api/articles</a> and <a href="/api/tags">/api/tags</a> – the API; <code>/api</code> speaks the <code>${contract}</code> contract,
<a href="/laravel/api/articles">/laravel/api</a> and <a href="/realworld/api/articles">/realworld/api</a> always speak theirs</li>
<li><a href="/health">/health</a>, <a href="/ready">/ready</a> – does the process live, can it serve</li>
<li><a href="/metrics">/metrics</a> – requests, latency, retries, for Prometheus</li>
</ul>
<p>Log in as the seeded user:</p>
<pre>curl ${address}/api/users/login \\
  -H 'Content-Type: application/json' \\
  -d '{"user":{"email":"demo@example.com","password":"secret"}}'</pre>
</body>
</html>
`;
}

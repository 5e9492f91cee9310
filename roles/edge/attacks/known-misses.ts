import type { Attack } from './attack.ts';

/** What the guard is known to let through, and why that does no harm here. */
const reasons: Record<string, string> = {
  'SQL injection: in the path': 'the rules read no paths; the API sends every value apart from the statement',
  'command: PowerShell': 'no program is ever started with a value of a request',
  'command: a template': 'nothing is rendered from a template',
  'command: a template that runs': 'nothing is rendered from a template',
  'other languages and places: Log4Shell in a header': 'no program here is written in Java',
  'other languages and places: a serialized object of Java': 'no value is read as an object',
  'other languages and places: a prototype in a query': 'a parameter that no route has is not read',
  'other languages and places: an entity of XML': 'the API reads no XML, and says so',
  'protocol: a length and chunks': 'the edge goes by the chunks and sends the guard one length',
  'protocol: a header over two lines': 'the edge sends it on as one line',
  'protocol: a hundred ranges': 'answers of the API have no ranges, files at most one',
  'scanner: nikto': 'the home page is a file that every client gets',
  'scanner: the login of WordPress': 'there is none',
  'scanner: the front end of MySQL': 'there is none',
  'scanner: a copy of the database': 'there is none',
  'scanner: the server’s own status': 'there is none',
  'scanner: a shell that another left': 'there is none',
};

/** Why it does no harm that an attack is not blocked; undefined where that is not known. */
export const explainMiss = ({ kind, name }: Attack): string | undefined => reasons[`${kind}: ${name}`];

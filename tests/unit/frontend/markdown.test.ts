import test from 'ava';
import fc from 'fast-check';
import type { VNode } from 'preact';
import { decodeEntities } from '../../../frontend/markdown/entities.ts';
import { renderMarkdown } from '../../../frontend/markdown/render-markdown.ts';
import { safeUrl } from '../../../frontend/markdown/safe-url.ts';

type Node = VNode<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;

/** Every element of a tree. */
function listNodes(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap(listNodes);
  return isNode(value) ? [value, ...listNodes(value.props.children)] : [];
}

/** The text of a tree, as a reader sees it. */
function readText(value: unknown): string {
  if (Array.isArray(value)) return value.map(readText).join('');
  if (isNode(value)) return readText(value.props.children);
  return value === null || value === undefined ? '' : String(value);
}

const namesOf = (text: string) => listNodes(renderMarkdown(text)).map(({ type }) => type);

const renders = test.macro((t, text: string, expected: string[]) => {
  t.deepEqual(namesOf(text), expected);
});

test('headings and paragraphs', renders, '# One\n\nTwo *three* **four** ~~five~~', ['h1', 'p', 'em', 'strong', 'del']);
test('lists, also with tasks', renders, '- a\n- [x] b\n\n3. c', ['ul', 'li', 'li', 'input', 'ol', 'li']);
test('code and quotations', renders, '> quoted `code`\n\n```js\nlet a;\n```', [
  'blockquote',
  'p',
  'code',
  'pre',
  'code',
]);
test('tables', renders, '|a|b|\n|-|-|\n|1|2|', ['div', 'table', 'thead', 'tr', 'th', 'th', 'tbody', 'tr', 'td', 'td']);
test('links and pictures', renders, '[a](https://b.example) ![c](d.png)', ['p', 'a', 'img']);

test('HTML is text, as it was written', (t) => {
  const text = '<b onclick="x()">bold</b> and <script>alert(1)</script>';
  t.is(readText(renderMarkdown(text)), text);
  t.deepEqual(
    namesOf(text).filter((name) => name === 'b' || name === 'script'),
    [],
  );
});

test('characters that are written by name or number are shown as such', (t) => {
  t.is(readText(renderMarkdown('a &amp; b &lt;c&gt; &#65;&#x42; &copy; &unknown;')), 'a & b <c> AB © &unknown;');
  t.is(decodeEntities('&#0;&#x110000;&constructor;&#9999999;'), '\ufffd\ufffd&constructor;\ufffd');
});

const hostile = [
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java\tscript:alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](&#x6A;avascript&#58;alert(1))',
  '[x](javascript&colon;alert(1))',
  '[x](<  javascript:alert(1)>)',
  '[x](data:text/html,<script>alert(1)</script>)',
  '[x](vbscript:msgbox(1))',
  '[x](file:///etc/passwd)',
  '[x](blob:https://a.example/1)',
  '<javascript:alert(1)>',
  '![x](javascript:alert(1))',
  '![x](data:image/svg+xml,<svg onload=alert(1)>)',
  '![x" onerror="alert(1)](https://a.example/b.png)',
  '[x](https://a.example "t" onmouseover="alert(1))',
  '[x][ref]\n\n[ref]: javascript:alert(1)',
  '<a href="javascript:alert(1)">x</a>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '<iframe srcdoc="<script>alert(1)</script>">',
  '<style>@import "https://a.example"</style>',
  '<math><mtext></table></math><img src onerror=alert(1)>',
  '<!--><img src onerror=alert(1)>-->',
  '```"><script>alert(1)</script>\ncode\n```',
  '# <script>alert(1)</script>',
  '|<script>|\n|-|\n|<img src=x onerror=alert(1)>|',
  '- <details open ontoggle=alert(1)>',
  '[<script>alert(1)</script>](https://a.example)',
  '<form action=javascript:alert(1)><button>x</button></form>',
];

const elements = new Set(
  'p h1 h2 h3 h4 h5 h6 strong em del blockquote pre code ul ol li input div table thead tbody tr th td a img hr br'.split(
    ' ',
  ),
);
const attributes = new Set('href rel title src alt loading class start type checked disabled children'.split(' '));

/** What is wrong with a tree: an element or attribute that is not on the list, or an address that could run something. */
function listDangers(text: string): string[] {
  return listNodes(renderMarkdown(text)).flatMap(({ type, props }) => {
    const unknown = Object.keys(props).filter((name) => !attributes.has(name));
    const addresses = [props.href, props.src].filter((address) => address !== undefined) as string[];
    const running = addresses.filter(
      (address) => !/^(https?:|mailto:)$/.test(new URL(address, 'http://here').protocol),
    );
    return [...(elements.has(String(type)) ? [] : [String(type)]), ...unknown, ...running];
  });
}

for (const text of hostile) test(`nothing runs: ${JSON.stringify(text)}`, (t) => t.deepEqual(listDangers(text), []));

test('whatever is written, only harmless elements come of it', (t) => {
  const parts = [
    ...hostile,
    '**',
    '`',
    '\n\n',
    '> ',
    '- ',
    '&#106;',
    'javascript:',
    '](',
    '<',
    '"',
    '|',
    '\t',
    '![',
    '~~',
  ];
  const text = fc.array(fc.oneof(fc.constantFrom(...parts), fc.string({ maxLength: 8 })), { maxLength: 12 });
  fc.assert(
    fc.property(text, (pieces) => listDangers(pieces.join('')).length === 0),
    { numRuns: 500 },
  );
  t.pass();
});

test('an address only leads somewhere', (t) => {
  const good = [
    'https://a.example/b?c#d',
    'http://a.example',
    'mailto:a@b.example',
    '/article/x',
    '#part',
    'picture.png',
  ];
  t.deepEqual(good.map(safeUrl), good);
  const bad = [
    '',
    '  ',
    'javascript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,x',
    'http://[',
    'ftp://a.example',
  ];
  t.deepEqual(
    bad.map(safeUrl),
    bad.map(() => undefined),
  );
});

import { lexer, type MarkedToken, type Token, type Tokens } from 'marked';
import { type ComponentChildren, h } from 'preact';
import { decodeEntities } from './entities.ts';
import { safeUrl } from './safe-url.ts';

/**
 * Turns Markdown into elements. Each token becomes an element of a fixed kind or text, and HTML in it becomes text: no
 * part of an author's text is ever read as HTML.
 */
export function renderMarkdown(text: string): ComponentChildren {
  return renderAll(lexer(text));
}

const renderAll = (tokens: Token[] = []): ComponentChildren[] => tokens.map((token) => render(token as MarkedToken));

function render(token: MarkedToken): ComponentChildren {
  switch (token.type) {
    case 'paragraph':
      return h('p', {}, renderAll(token.tokens));
    case 'heading':
      return h(`h${token.depth}`, {}, renderAll(token.tokens));
    case 'strong':
    case 'em':
    case 'del':
    case 'blockquote':
      return h(token.type, {}, renderAll(token.tokens));
    case 'code':
      return h('pre', {}, h('code', {}, token.text));
    case 'codespan':
      return h('code', {}, token.text);
    case 'list':
      return renderList(token);
    case 'checkbox':
      return h('input', { type: 'checkbox', checked: token.checked, disabled: true });
    case 'table':
      return renderTable(token);
    case 'link':
      return renderLink(token);
    case 'image':
      return renderImage(token);
    case 'hr':
    case 'br':
      return h(token.type, {});
    case 'text':
      return token.tokens ? renderAll(token.tokens) : decodeEntities(token.text);
    case 'escape':
      return decodeEntities(token.text);
    case 'html':
      return token.block ? h('p', {}, token.text) : token.text;
    case 'space':
    case 'def':
      return null;
    default:
      return token.raw;
  }
}

function renderList({ ordered, start, items }: Tokens.List): ComponentChildren {
  const children = items.map(({ tokens }) => h('li', {}, renderAll(tokens)));
  return ordered ? h('ol', { start: Number(start) || 1 }, children) : h('ul', {}, children);
}

function renderTable({ header, rows }: Tokens.Table): ComponentChildren {
  const renderRow = (name: 'th' | 'td', cells: Tokens.TableCell[]) =>
    h(
      'tr',
      {},
      cells.map(({ tokens, align }) => h(name, align ? { class: `text-${align}` } : {}, renderAll(tokens))),
    );
  const body = rows.map((cells) => renderRow('td', cells));
  return h('div', { class: 'table' }, h('table', {}, h('thead', {}, renderRow('th', header)), h('tbody', {}, body)));
}

function renderLink({ href, title, tokens }: Tokens.Link): ComponentChildren {
  const address = safeUrl(decodeEntities(href));
  if (address === undefined) return renderAll(tokens);
  return h('a', { href: address, rel: 'nofollow noopener', ...titleOf(title) }, renderAll(tokens));
}

function renderImage({ href, title, text }: Tokens.Image): ComponentChildren {
  const address = safeUrl(decodeEntities(href));
  if (address === undefined) return text;
  return h('img', { src: address, alt: decodeEntities(text), loading: 'lazy', ...titleOf(title) });
}

const titleOf = (title: string | null | undefined) => (title ? { title: decodeEntities(title) } : {});

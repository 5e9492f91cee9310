import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Skeleton } from '../layout/load-problem.tsx';

type Render = (text: string) => ComponentChildren;

let known: Render | undefined;

/** Loads the parser, a file of its own: pages without an article do without it. */
export async function loadRender(): Promise<Render> {
  known = (await import('./render-markdown.ts')).renderMarkdown;
  return known;
}

/** Shows Markdown; as plain text if the parser cannot be loaded. */
export function Markdown({ text }: { text: string }) {
  const [render, setRender] = useState(() => known);
  useEffect(() => {
    if (render) return;
    loadRender().then(
      (loaded) => setRender(() => loaded),
      () => setRender(() => renderPlain),
    );
  }, [render]);
  return render ? render(text) : <Skeleton />;
}

const renderPlain: Render = (text) => <p class="plain">{text}</p>;

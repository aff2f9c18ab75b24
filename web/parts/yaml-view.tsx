import { useEffect, useRef } from 'react';
import { pageNonce } from './nonce.ts';

/** YAML to read. The server renders plain text; the browser puts the editor's view over it once it has been fetched. */
export function YamlView({ yaml, label }: { yaml: string; label: string }) {
  const frame = useRef<HTMLElement>(null);
  useEffect(() => {
    let view: { destroy: () => void } | undefined;
    let gone = false;
    const into = frame.current;
    if (into)
      void import('./yaml-editor.ts').then(({ showYaml }) => {
        if (!gone) view = showYaml(into, { yaml, label, nonce: pageNonce() });
      });
    return () => {
      gone = true;
      view?.destroy();
    };
  }, [yaml, label]);
  return <Frame yaml={yaml} label={label} frame={frame} />;
}

/** Two versions side by side in one column: what goes is red with −, what comes is green with +. */
export function DiffView({ before, after, label }: { before: string; after: string; label: string }) {
  const frame = useRef<HTMLElement>(null);
  useEffect(() => {
    let view: { destroy: () => void } | undefined;
    let gone = false;
    const into = frame.current;
    if (into)
      void import('./yaml-editor.ts').then(({ showDiff }) => {
        if (!gone) view = showDiff(into, { before, after, label, nonce: pageNonce() });
      });
    return () => {
      gone = true;
      view?.destroy();
    };
  }, [before, after, label]);
  return <Frame yaml={diffText(before, after)} label={label} frame={frame} />;
}

function Frame({ yaml, label, frame }: { yaml: string; label: string; frame: React.RefObject<HTMLElement | null> }) {
  return (
    <figure
      ref={frame}
      aria-label={label}
      className="max-h-[70vh] overflow-auto rounded-md border bg-sunken [&:has(.cm-editor)>pre]:hidden"
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <pre tabIndex={0} className="px-3 py-2.5 font-mono text-xs">
        {yaml}
      </pre>
    </figure>
  );
}

/** A plain line diff for the page without JavaScript: common head and tail left out but for three lines. */
export function diffText(before: string, after: string): string {
  const a = before.split('\n');
  const b = after.split('\n');
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  if (head === a.length && head === b.length) return 'No difference.';
  const context = (lines: string[]) => lines.map((line) => `  ${line}`);
  return [
    ...context(a.slice(Math.max(0, head - 3), head)),
    ...a.slice(head, a.length - tail).map((line) => `- ${line}`),
    ...b.slice(head, b.length - tail).map((line) => `+ ${line}`),
    ...context(a.slice(a.length - tail, a.length - tail + 3)),
  ].join('\n');
}

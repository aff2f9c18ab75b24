import { CopyButton } from './copy-button.tsx';
import { cx } from './cx.ts';

/** Text to read or copy as it is. `wrap` for commands, which must be seen whole. */
export function CodeBlock({ code, label, wrap, copy = true }: { code: string; label: string; wrap?: boolean; copy?: boolean }) {
  return (
    <figure className="overflow-hidden rounded-md border bg-sunken">
      <figcaption className="flex min-h-9 items-center justify-between gap-2 border-b px-3 py-1 text-xs text-muted">
        {label}
        {copy && <CopyButton text={code} />}
      </figcaption>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        className={cx('overflow-x-auto px-3 py-2.5 font-mono text-xs select-text', wrap && 'break-all whitespace-pre-wrap')}
      >
        <code>{code}</code>
      </pre>
    </figure>
  );
}

import { yaml as yamlLanguage } from '@codemirror/lang-yaml';
import { defaultHighlightStyle, foldGutter, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { unifiedMergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';

type Show = { label: string; nonce: string | undefined };

/** Puts a read-only view of the text into `parent`. Loaded only when a page shows YAML. */
export function showYaml(parent: HTMLElement, { yaml, ...show }: { yaml: string } & Show): EditorView {
  return new EditorView({ parent, state: EditorState.create({ doc: yaml, extensions: [...reading(show), foldGutter()] }) });
}

/** The same with the changes from `before` marked; long unchanged stretches are folded. */
export function showDiff(parent: HTMLElement, { before, after, ...show }: { before: string; after: string } & Show): EditorView {
  const merge = unifiedMergeView({ original: before, mergeControls: false, gutter: true, collapseUnchanged: { margin: 3, minSize: 6 } });
  return new EditorView({ parent, state: EditorState.create({ doc: after, extensions: [...reading(show), merge] }) });
}

function reading({ label, nonce }: Show): Extension[] {
  return [
    nonce ? EditorView.cspNonce.of(nonce) : [],
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    EditorView.lineWrapping,
    lineNumbers(),
    yamlLanguage(),
    syntaxHighlighting(highlight),
    syntaxHighlighting(defaultHighlightStyle, { fallback: true }),
    look,
  ];
}

const highlight = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--color-accent)' },
  { tag: [tags.string, tags.content], color: 'var(--color-ink)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--color-busy)' },
  { tag: tags.comment, color: 'var(--color-faint)', fontStyle: 'italic' },
  { tag: tags.punctuation, color: 'var(--color-muted)' },
]);

const look = EditorView.theme({
  '&': { fontSize: '0.75rem', backgroundColor: 'transparent', color: 'var(--color-ink)' },
  '&.cm-focused': { outline: '2px solid var(--color-accent)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '1.125rem' },
  '.cm-gutters': { backgroundColor: 'transparent', border: 'none', color: 'var(--color-faint)' },
  '.cm-changedLine': { backgroundColor: 'var(--color-good-tint) !important' },
  '.cm-deletedChunk': { backgroundColor: 'var(--color-bad-tint) !important' },
  '.cm-changedText': { background: 'color-mix(in oklch, var(--color-good) 25%, transparent) !important' },
  '.cm-deletedText': { background: 'color-mix(in oklch, var(--color-bad) 25%, transparent) !important' },
  '.cm-collapsedLines': { background: 'var(--color-hover) !important', color: 'var(--color-muted)' },
});

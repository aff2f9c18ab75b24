/** Texts by content name, the least recently used leave first. What is named by its hash never goes stale. */
export type TextCache = { get: (name: string) => string | undefined; set: (name: string, text: string) => void };

export function textCache(maxCharacters: number): TextCache {
  const texts = new Map<string, string>();
  let held = 0;
  return {
    get: (name) => {
      const text = texts.get(name);
      if (text !== undefined) {
        texts.delete(name);
        texts.set(name, text);
      }
      return text;
    },
    set: (name, text) => {
      if (texts.has(name) || text.length > maxCharacters) return;
      texts.set(name, text);
      held += text.length;
      for (const [oldest, old] of texts) {
        if (held <= maxCharacters) break;
        texts.delete(oldest);
        held -= old.length;
      }
    },
  };
}

import { createContext, useContext } from 'react';

/** Nonce of the Content-Security-Policy, while the server renders. The browser hides it from markup: see `pageNonce`. */
export const Nonce = createContext<string | undefined>(undefined);

export function useNonce(): string | undefined {
  return useContext(Nonce);
}

/** The same nonce in the browser, for style elements that a library makes later. */
export function pageNonce(): string | undefined {
  return document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce || undefined;
}

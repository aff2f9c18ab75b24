import { createContext, useContext } from 'react';
import { Notice } from '../ui/notice.tsx';

/** Whether this person may change batteries and objects; a viewer only looks. Pages hide or disable by it; the rules are the server's (workers/access.ts). */
export const MayChange = createContext(true);

export function useMayChange(): boolean {
  return useContext(MayChange);
}

/** Why the form below cannot be used; nothing for who may. */
export function ViewerNotice() {
  if (useMayChange()) return null;
  return (
    <Notice title="You may look at this, not change it">
      Your role in this organization is viewer. An owner or admin can make you a member on the page Members.
    </Notice>
  );
}

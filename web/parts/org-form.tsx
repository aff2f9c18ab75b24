import { orgFieldName } from './zod-form.ts';

/**
 * In every form of an org's pages: the org whose page it is, as its loader answered it (`orgOfPage`). Which org someone is in is the browser's,
 * for all its tabs; a form says which one it was drawn for, and `requireFormOrg` on the server compares.
 */
export function OrgField({ orgId }: { orgId: string }) {
  return <input type="hidden" name={orgFieldName} value={orgId} />;
}

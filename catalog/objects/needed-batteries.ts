import type { BatteryType } from '../registry.ts';
import type { NodeType } from './node-type.ts';
import { type ObjectCollection, type ObjectIn, objectKinds } from './object-kinds.ts';

/** Batteries that an object needs for what it asks for, beside the one it lives in and what that one needs. */
const extra: { [C in ObjectCollection]?: (object: ObjectIn<C>) => BatteryType[] } = {
  postgresClusters: ({ backups, restoreFrom }) => (backups.enabled || restoreFrom ? ['cloudnative_pg_barman'] : []),
  notebooks: ({ nodeType }) => forGpu(nodeType),
  models: ({ nodeType }) => forGpu(nodeType),
  knativeServices: ({ requireSignIn }) => (requireSignIn ? ['keycloak', 'sso'] : []),
};

const forGpu = (nodeType: NodeType): BatteryType[] => (nodeType === 'default' ? [] : ['nvidia_device_plugin']);

/** What must be enabled before the object can be created; `withNeeds` adds what those need. The rules in catalog/rules say the same one by one. */
export function neededBatteries<C extends ObjectCollection>(collection: C, object: ObjectIn<C>): BatteryType[] {
  return [objectKinds[collection].battery, ...(extra[collection]?.(object) ?? [])];
}

import { z } from 'zod';

/** A namespace that the agent may write in: it begins with `battery-` because the admission policies allow no other (agent-manifest.ts). */
export const BatteryNamespace = z
  .string()
  .max(63, 'Kubernetes allows 63 characters')
  .regex(/^battery-[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, 'expected battery- followed by lower-case letters, digits and -, such as battery-data');

/** Config field for a namespace. It is fixed once enabled because objects cannot move. */
export function namespaceField(name: string, title: string, description: string) {
  return BatteryNamespace.default(name).meta({ title, description, advanced: true });
}

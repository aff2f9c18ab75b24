import { z } from 'zod';

/**
 * Config field for a namespace. It begins with `battery-` because the agent's admission policies allow no other
 * (agent-manifest.ts), and it is fixed once enabled because objects cannot move.
 */
export function namespaceField(name: string, title: string, description: string) {
  return z
    .string()
    .max(63, 'Kubernetes allows 63 characters')
    .regex(
      /^battery-[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
      'expected battery- followed by lower-case letters, digits and -, such as battery-data',
    )
    .default(name)
    .meta({ title, description, advanced: true });
}

import { namespacesOf } from '../namespaces.ts';
import type { Summary } from '../summary.ts';

export const lokiPort = 3100;

/** Where Loki of this installation answers: never a fixed namespace (D13). */
export function lokiUrl(summary: Summary): string {
  return `http://loki.${namespacesOf(summary).core}.svc.cluster.local:${lokiPort}`;
}

import type { Resource } from '@home-base/schema/kube/resource.ts';
import { byteQuantity } from './quantity.ts';

type Claim = { name: string; namespace: string; bytes: number; storageClass?: string | undefined; labels?: Record<string, string> };

/** What a volume of one pod at a time is asked for. */
export function claimSpec({ bytes, storageClass }: Pick<Claim, 'bytes' | 'storageClass'>) {
  return {
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage: byteQuantity(bytes) } },
    ...(storageClass && { storageClassName: storageClass }),
  };
}

/** A volume beside its workload: it grows with its own object, which the claim template of a StatefulSet cannot, and only a named removal takes it. */
export function volumeClaim({ name, namespace, labels, ...claim }: Claim): Resource {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace, ...(labels && { labels }) },
    spec: claimSpec(claim),
  };
}

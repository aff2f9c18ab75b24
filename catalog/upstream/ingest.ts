import { labels, managedByValue } from '@home-base/schema/kube/labels.ts';
import type { Resource } from '@home-base/schema/kube/resource.ts';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import { customKinds } from '../custom-kinds.ts';
import { readDefinitions } from './definitions.ts';
import { lock as currentLock, type Lock, type LockFile } from './lock.ts';
import { fetchFile, nameOf, type Source } from './source.ts';
import { standInCrd } from './stand-ins.ts';

export type Ingest = Source & {
  /** Development and tests only: when a file cannot be had, stand-ins for all of them. Never in production. */
  allowStandIns: boolean;
  lock?: Lock;
};

export type UpstreamResource = { battery: string; resource: Resource };

export type Ingested = {
  /** Definitions of every battery, sorted by battery and name: same lock, same bytes. */
  resources: UpstreamResource[];
  standIn: boolean;
  /** One line a file: where it came from, or why stand-ins were used. */
  report: string[];
};

/**
 * Definitions of upstream by the lock file: fetched, checked (bytes, sha256, inventory, kinds), split and made ours (labels, conversion
 * webhook). A file that is not what the lock says is an error, whatever else could be had: only absence leads to the next source.
 */
export async function ingest({ lock = currentLock, ...options }: Ingest): Promise<Ingested> {
  const resources: UpstreamResource[] = [];
  const report: string[] = [];
  const missing: string[] = [];
  for (const file of lock.files) {
    const found = await fetchFile(file, options);
    if ('absent' in found) {
      missing.push(`${nameOf(file)}: ${found.absent}`);
      // One is enough to know that stand-ins will do: a machine without a network would wait for each.
      if (options.allowStandIns) break;
      continue;
    }
    requireDigest(file, found.bytes);
    for (const definition of readDefinitions(file, new TextDecoder('utf-8', { fatal: true }).decode(found.bytes)))
      resources.push({ battery: file.battery, resource: withLabels(file.battery, definition) });
    report.push(`${nameOf(file)}: ${file.crds.length} from the ${found.from}`);
  }
  if (missing.length === 0) return { resources: sorted(resources), standIn: false, report };
  const absent = `${missing.length === 1 ? 'an upstream file' : `${missing.length} upstream files`} cannot be had`;
  if (!options.allowStandIns)
    throw new Error(`${absent}: set HOME_BASE_UPSTREAM to a folder that has them, or allow the network. ${missing.join('; ')}`);
  return { resources: standIns(), standIn: true, report: [`${absent}: stand-in definitions take the place of all`, ...missing] };
}

/** Stand-ins for every registered kind. */
export function standIns(): UpstreamResource[] {
  return sorted(customKinds.map((kind) => ({ battery: kind.battery, resource: withLabels(kind.battery, standInCrd(kind)) })));
}

function requireDigest(file: LockFile, bytes: Uint8Array): void {
  if (bytes.byteLength !== file.bytes)
    throw new Error(`${nameOf(file)} has ${bytes.byteLength} bytes and the lock says ${file.bytes}: refused`);
  const digest = sha256Hex(bytes);
  if (digest !== file.sha256) throw new Error(`${nameOf(file)} has the sha256 ${digest} and the lock says ${file.sha256}: refused`);
}

/** No owner: these blobs are shared by all installations. */
function withLabels(battery: string, definition: Resource): Resource {
  const app = battery.replaceAll('_', '-');
  const ours = { [labels.managed]: 'true', [labels.app]: app, [labels.name]: app, [labels.managedBy]: managedByValue };
  return { ...definition, metadata: { ...definition.metadata, labels: { ...definition.metadata.labels, ...ours } } };
}

function sorted(resources: UpstreamResource[]): UpstreamResource[] {
  const key = ({ battery, resource }: UpstreamResource) => `${battery} ${resource.metadata.name}`;
  return resources.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

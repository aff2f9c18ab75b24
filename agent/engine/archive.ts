import { gunzipSync, gzipSync } from 'node:zlib';
import type { Resource } from '@home-base/schema/kube/resource.ts';
import { asLive, type Live } from '../kube/answer.ts';
import { digText } from '../kube/json.ts';
import type { Kube } from '../kube/kube.ts';
import { parseJson } from '../kube/retry.ts';

/** Archives kept; the oldest go first. */
const keptArchives = 20;
/** A Secret holds 1 MiB; base64 and the rest take a third. */
const archiveBytes = 700 << 10;
const label = 'home-base/state=archive';
const file = 'objects.jsonl.gz';

/**
 * Puts objects that are about to be deleted into Secrets `agent-state-archive-<time>-<n>` of the agent's namespace, without what the server set.
 * They never leave the cluster. Answers why not when that failed: then nothing may be deleted.
 */
export async function archive(kube: Kube, namespace: string, objects: readonly Live[], now: number): Promise<string | undefined> {
  let part: string[] = [];
  let size = 0;
  let number = 0;
  const flush = async () => {
    if (part.length === 0) return undefined;
    const name = `agent-state-archive-${now.toString(36)}-${number.toString(36)}`;
    number += 1;
    const data = { [file]: gzipSync(part.join('\n')).toString('base64') };
    part = [];
    size = 0;
    const answer = await kube.apply(
      { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace, labels: { 'home-base/state': 'archive' } }, type: 'Opaque', data },
      { force: true },
    );
    return answer.ok ? undefined : `the archive ${name} could not be written: ${answer.error.message}`;
  };
  for (const object of objects) {
    const line = JSON.stringify(bare(object));
    const bytes = gzipSync(line).length;
    if (size + bytes > archiveBytes) {
      const failure = await flush();
      if (failure) return failure;
    }
    part.push(line);
    size += bytes;
  }
  const failure = await flush();
  if (!failure) await prune(kube, namespace);
  return failure;
}

/** The newest archived copy of an object; undefined when none was kept. */
export async function findArchived(
  kube: Kube,
  namespace: string,
  wanted: { kind: string; namespace?: string | undefined; name: string },
): Promise<Resource | undefined> {
  const found: { at: string; object: Live }[] = [];
  await kube.list(
    { group: '', kind: 'Secret', version: 'v1' },
    {
      namespace,
      labelSelector: label,
      limit: 2,
      onPage: (items) => {
        for (const item of items) {
          const packed = digText(item, 'data', file);
          const lines = packed ? gunzipSync(Buffer.from(packed, 'base64')).toString('utf8').split('\n') : [];
          for (const line of lines) {
            const object = asLive(parseJson(line));
            if (
              object &&
              object.kind === wanted.kind &&
              object.metadata.name === wanted.name &&
              object.metadata.namespace === wanted.namespace
            )
              found.push({ at: item.metadata.name, object });
          }
        }
      },
    },
  );
  return found.sort((a, b) => b.at.localeCompare(a.at))[0]?.object;
}

function bare(live: Live): Resource {
  const { status: _status, metadata, ...rest } = live;
  const { name, namespace, labels, annotations } = metadata;
  return { ...rest, metadata: { name, ...(namespace && { namespace }), ...(labels && { labels }), ...(annotations && { annotations }) } };
}

async function prune(kube: Kube, namespace: string): Promise<void> {
  const names: string[] = [];
  await kube.list(
    { group: '', kind: 'Secret', version: 'v1' },
    { namespace, labelSelector: label, metadataOnly: true, onPage: (items) => names.push(...items.map((item) => item.metadata.name)) },
  );
  for (const name of names.sort().slice(0, -keptArchives))
    await kube.delete({ apiVersion: 'v1', group: '', kind: 'Secret', namespace, name });
}

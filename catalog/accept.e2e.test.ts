import type { ControlPlane } from '@home-base/dev/kube/control-plane.ts';
import { canonicalText } from '@home-base/schema/kube/canonical.ts';
import { type Resource, resourceKey } from '@home-base/schema/kube/resource.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { renderAgentManifest } from './agent-manifest.ts';
import { defaultBatteries } from './defaults.ts';
import { providers, sizes, usages } from './define.ts';
import { render } from './materialize.ts';
import { kitchenSink } from './sample-summary.ts';
import { emptyFacts, type Summary } from './summary.ts';
import { apply, applyDefinitions, byStage, definitions, inParallel, isAccepted, startCluster } from './testing/cluster.ts';
import { standIns } from './upstream/ingest.ts';

let cluster: ControlPlane;

beforeAll(async () => {
  cluster = await startCluster();
  await applyDefinitions(cluster.api, (await definitions()).resources);
});
afterAll(() => cluster?.stop());

/** Every usage × provider × size as it starts, then all batteries with every variant of every object, then what configs add. */
function* summaries(): Generator<Summary> {
  for (const provider of providers)
    for (const size of sizes) {
      for (const usage of usages)
        yield { ...kitchenSink({ usage, provider, size, batteries: defaultBatteries(usage, provider) }), facts: emptyFacts };
      yield kitchenSink({ usage: 'kitchen_sink', provider, size });
      yield kitchenSink({ usage: 'kitchen_sink', provider, size, full: true });
    }
  yield kitchenSink({
    usage: 'kitchen_sink',
    provider: 'kind',
    size: 'small',
    config: { cert_manager: { email: 'admin@example.com' }, traditional_services: { podSecurity: 'restricted' } },
  });
}

it('accepts every resource of every usage, provider and size, and every variant of every object, with no unknown field', async () => {
  const distinct = new Map<string, Resource>();
  for (const summary of summaries()) {
    const { resources, failures } = render({ summary });
    expect(failures).toEqual([]);
    for (const resource of resources) distinct.set(canonicalText(resource), resource);
  }
  const all = byStage(distinct.values());
  // Namespaces exist for real, as nothing can be tried in one that is not there.
  for (const namespace of all.filter(({ kind }) => kind === 'Namespace'))
    expect(await apply(cluster.api, namespace)).toMatchObject({ message: '' });
  const refused: string[] = [];
  await inParallel(all, async (resource) => {
    const answer = await apply(cluster.api, resource, { dryRun: true });
    if (!isAccepted(answer)) refused.push(`${resourceKey(resource)}: ${answer.status} ${answer.message}`);
  });
  expect(refused).toEqual([]);
  expect(distinct.size).toBeGreaterThan(200);
});

it('has pods that the pod security of their namespaces lets in', async () => {
  const { resources } = render({
    summary: kitchenSink({
      usage: 'kitchen_sink',
      provider: 'kind',
      size: 'tiny',
      config: { traditional_services: { podSecurity: 'restricted' } },
    }),
  });
  for (const resource of byStage(resources).filter(({ kind }) =>
    ['Namespace', 'PriorityClass', 'RuntimeClass', 'ServiceAccount'].includes(kind),
  ))
    expect(await apply(cluster.api, resource)).toMatchObject({ message: '' });
  const pods = resources.flatMap(podOf);
  expect(pods.length).toBeGreaterThan(5);
  const refused: string[] = [];
  for (const pod of pods) {
    const { status, body } = await cluster.api.send(
      'POST',
      `/api/v1/namespaces/${pod.metadata.namespace}/pods?dryRun=All&fieldValidation=Strict`,
      pod,
    );
    if (status !== 201) refused.push(`${pod.metadata.name}: ${body}`);
  }
  expect(refused).toEqual([]);
});

function podOf(resource: Resource): Resource[] {
  if (!['Deployment', 'StatefulSet', 'DaemonSet', 'Job'].includes(resource.kind)) return [];
  const { template, volumeClaimTemplates = [] } = resource.spec as {
    template: { metadata: Record<string, unknown>; spec: { volumes?: object[] } };
    volumeClaimTemplates?: { metadata: { name: string } }[];
  };
  // As the StatefulSet controller does.
  const claimed = volumeClaimTemplates.map(({ metadata: { name } }) => ({ name, persistentVolumeClaim: { claimName: name } }));
  return [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { ...template.metadata, name: resource.metadata.name, namespace: resource.metadata.namespace ?? '' },
      spec: { ...template.spec, volumes: [...(template.spec.volumes ?? []), ...claimed] },
    },
  ];
}

it('accepts the manifest that installs the agent, and what the admin applies twice stays as it is', async () => {
  const manifest = renderAgentManifest({
    homeBaseUrl: 'https://home-base.example',
    image: 'registry.example/agent:1',
    token: 'enrol',
    rootSha256: 'a'.repeat(64),
  });
  for (const resource of manifest) expect(await apply(cluster.api, resource), resourceKey(resource)).toMatchObject({ message: '' });
});

it('serves stand-in definitions under the very names of the true ones', async () => {
  const refused: string[] = [];
  for (const { resource } of standIns()) {
    const answer = await apply(cluster.api, resource, { dryRun: true });
    if (!isAccepted(answer)) refused.push(`${resource.metadata.name}: ${answer.message}`);
  }
  expect(refused).toEqual([]);
});

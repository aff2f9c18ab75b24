import { canonicalText } from '@home-base/schema/kube/canonical.ts';
import { labels } from '@home-base/schema/kube/labels.ts';
import type { Resource } from '@home-base/schema/kube/resource.ts';
import { z } from 'zod';
import { unfitFor } from './defaults.ts';
import { groups } from './define.ts';
import { type ImageName, imageReference, images } from './images.ts';
import { licences } from './licences.ts';
import { render } from './materialize.ts';
import { type BatteryType, batteryTypes, getBattery } from './registry.ts';
import { batteryOfOwner, kitchenSink } from './sample-summary.ts';
import { lock } from './upstream/lock.ts';

/**
 * docs/batteries.md: what each battery brings, from the catalog alone. `Size` counts what a battery makes by itself, without objects of users, in a small installation
 * with every other battery on: objects, their canonical bytes, and what its own workloads ask of the nodes (a DaemonSet for one node).
 */
export function batteryTable(): string {
  const rows = batteryTypes
    .map((type) => ({ type, group: groups[getBattery(type).group] }))
    .sort((a, b) => (`${a.group}/${a.type}` < `${b.group}/${b.type}` ? -1 : 1))
    .map(({ type, group }) => `| ${cells(type, group).join(' | ')} |`);
  return `# Batteries

Made from the catalog by \`npm run catalog:docs\`; \`npm run verify\` fails when it is stale.

| battery | type | group | needs | software and version | licence | objects | bytes | CPU | memory |
|---|---|---|---|---|---|---|---|---|---|
${rows.join('\n')}
`;
}

function cells(type: BatteryType, group: string): string[] {
  const battery = getBattery(type);
  const { own, all } = resourcesOf(type);
  const definitions = lock.files.filter((file) => file.battery === type);
  const used = imagesIn(all);
  const software = new Set([
    ...definitions.map(({ repo, ref }) => `${repo} ${ref}`),
    ...used.map((name) => `${images[name].repository.slice(images[name].repository.indexOf('/') + 1)} ${images[name].tag}`),
  ]);
  const licence = new Set([...definitions.map((file) => file.licence), ...used.map((name) => licences[name])]);
  const definitionCount = definitions.reduce((sum, file) => sum + file.crds.length, 0);
  const bytes = own.reduce((sum, resource) => sum + Buffer.byteLength(canonicalText(resource)), 0);
  const { millis, mebibytes } = requested(own);
  return [
    battery.name,
    `\`${type}\``,
    group,
    battery.needs.map((need) => `\`${need}\``).join(' ') || '–',
    [...software].join('<br>') || '–',
    [...licence].join('<br>') || '–',
    definitionCount > 0 ? `${own.length} + ${definitionCount} definitions` : String(own.length),
    String(bytes),
    millis > 0 ? `${millis}m` : '–',
    mebibytes > 0 ? `${mebibytes}Mi` : '–',
  ];
}

/** All that the battery and its objects make; `own` is the battery's part. */
function resourcesOf(type: BatteryType): { own: Resource[]; all: Resource[] } {
  const provider = unfitFor.provided.includes(type) ? 'aws' : 'kind';
  const summary = kitchenSink({ usage: 'kitchen_sink', provider, size: 'small' });
  const ownerOf = ({ metadata }: Resource) => metadata.labels?.[labels.owner] ?? '';
  const all = render({ summary }).resources.filter((resource) => batteryOfOwner(summary, ownerOf(resource)) === type);
  return { own: all.filter((resource) => ownerOf(resource) === `batt_${type}`), all };
}

function imagesIn(resources: readonly Resource[]): ImageName[] {
  const text = JSON.stringify(resources);
  const names = Object.keys(images) as ImageName[];
  return names.filter((name) => text.includes(`${imageReference(name)}"`) || text.includes(`${imageReference(name)}\\`));
}

const Workload = z.object({
  spec: z.object({
    replicas: z.number().default(1),
    template: z.object({
      spec: z.object({
        containers: z.array(z.object({ resources: z.object({ requests: z.record(z.string(), z.string()) }) })),
      }),
    }),
  }),
});

function requested(resources: readonly Resource[]): { millis: number; mebibytes: number } {
  let millis = 0;
  let mebibytes = 0;
  for (const resource of resources) {
    if (!['Deployment', 'StatefulSet', 'DaemonSet'].includes(resource.kind)) continue;
    const { replicas, template } = Workload.parse(resource).spec;
    for (const container of template.spec.containers) {
      const { cpu = '0', memory = '0' } = container.resources.requests;
      millis += replicas * (cpu.endsWith('m') ? Number(cpu.slice(0, -1)) : Number(cpu) * 1000);
      mebibytes += replicas * Number.parseInt(memory, 10) * (memory.endsWith('Gi') ? 1024 : 1);
    }
  }
  return { millis, mebibytes };
}

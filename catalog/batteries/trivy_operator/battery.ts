import { z } from 'zod';
import { defineBattery } from '../../define.ts';
import { imageReference } from '../../images.ts';
import { ImageReference } from '../../objects/container.ts';
import { imageField } from '../../parts/image-field.ts';

export const trivyOperator = defineBattery({
  type: 'trivy_operator',
  group: 'net_sec',
  needs: ['battery_core'],
  name: 'Trivy Operator',
  description:
    'Looks for known holes and forgotten secrets in images, and for risky settings, and reports them as resources of the cluster.',
  config: z.object({
    concurrentScans: z.number().int().min(1, 'at least 1').max(50, 'at most 50').default(3).meta({
      title: 'Scans at once',
      description: 'Each takes up to half a CPU and 500 MB for a few minutes.',
    }),
    ignoreUnfixed: z.boolean().default(false).meta({
      title: 'Only what has a fix',
      description: 'Leaves out holes that no newer version mends yet.',
    }),
    scanNodes: z.boolean().default(false).meta({
      title: 'Scan nodes',
      description:
        'Reads the settings of Kubernetes on each node. It takes pods that see the files and processes of the node, a base namespace that lets them in, and a right to the kubelet that amounts to running commands in any pod: the agent does not have it and so cannot hand it out. A cluster admin who wants this grants the agent `get` on `nodes/proxy` first.',
      advanced: true,
    }),
    image: imageField('trivy_operator', 'Operator image'),
    trivyImage: ImageReference.refine(
      (reference) => splitImage(reference).tag !== '',
      'name a tag, such as mirror.example.com/trivy:0.68.1',
    )
      .default(imageReference('trivy'))
      .meta({ ...imageField('trivy', 'Scanner image').meta() }),
    nodeCollectorImage: imageField('trivy_node_collector', 'Node collector image', { matters: { scanNodes: true } }),
    checksImage: imageField('trivy_checks', 'Checks'),
    databaseImage: imageField('trivy_db', 'Database of holes'),
    javaDatabaseImage: imageField('trivy_java_db', 'Database of Java packages'),
  }),
});

/** The operator takes an image in two parts, and joins them with a colon. */
export function splitImage(reference: string): { repository: string; tag: string } {
  const end = reference.indexOf('@') === -1 ? reference.length : reference.indexOf('@');
  const colon = reference.indexOf(':', reference.lastIndexOf('/', end) + 1);
  return colon === -1 || colon > end
    ? { repository: reference, tag: '' }
    : { repository: reference.slice(0, colon), tag: reference.slice(colon + 1) };
}

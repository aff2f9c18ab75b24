import { z } from 'zod';
import { defineBattery } from '../../define.ts';
import { imageField } from '../../parts/image-field.ts';

/** Names of pages, which Forgejo gives to no account. */
const reserved = [
  'admin',
  'api',
  'assets',
  'explore',
  'ghost',
  'issues',
  'login',
  'metrics',
  'new',
  'org',
  'pulls',
  'repo',
  'search',
  'user',
];

export const forgejo = defineBattery({
  type: 'forgejo',
  group: 'devtools',
  needs: ['cloudnative_pg', 'istio_gateway', 'battery_core'],
  name: 'Forgejo',
  description: 'Git hosting of your own. The password of its administrator is in the Secret "forgejo".',
  usages: ['internal_dev', 'internal_int_test', 'kitchen_sink'],
  config: z.object({
    image: imageField('forgejo', 'Image'),
    adminUsername: z
      .string()
      .min(2, 'at least 2 characters')
      .max(40, 'at most 40 characters')
      .regex(/^[a-z0-9]+([-_.][a-z0-9]+)*$/, 'use lower-case letters and digits, with single - _ or . between them')
      .refine((name) => !reserved.includes(name), {
        error: 'Forgejo keeps this name for itself: choose another',
      })
      .default('forge-admin')
      .meta({ title: 'Administrator', description: 'Made at the first start; its password is generated in the cluster.', advanced: true }),
    storageGib: z.number().int().min(1, 'at least 1 GiB').max(65_536, 'at most 64 TiB').default(10).meta({
      title: 'Storage (GiB)',
      description: 'Volume for repositories, large files and packages. It only grows.',
      unit: 'GiB',
    }),
  }),
  readOnly: ['adminUsername'],
});

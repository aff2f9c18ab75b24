import { z } from 'zod';
import { defineBattery } from '../../define.ts';
import { roleArnField } from '../../parts/aws.ts';
import { imageField } from '../../parts/image-field.ts';

const emptyOr = (pattern: RegExp, message: string) => z.union([z.literal(''), z.string().regex(pattern, message)]).default('');

export const cloudnativePgBarman = defineBattery({
  type: 'cloudnative_pg_barman',
  group: 'data',
  needs: ['cloudnative_pg', 'battery_ca'],
  name: 'Barman Cloud Plugin',
  description:
    'Backs up Postgres clusters to a bucket of S3 or of a store that speaks like it, and restores them. Needs the name of the bucket.',
  config: z.object({
    bucket: emptyOr(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'expected the name of a bucket').meta({
      title: 'Bucket',
      description: 'Where backups go. Until it is set no cluster is backed up.',
      example: 'example-backups',
    }),
    folder: emptyOr(/^[\w.-]+(\/[\w.-]+)*$/, 'expected a path such as backups/production').meta({
      title: 'Folder',
      description:
        'Path in the bucket. Give each installation that shares the bucket one of its own. Backups made before stay in the old one.',
      example: 'production',
    }),
    region: emptyOr(/^[a-z0-9-]{1,32}$/, 'expected a region such as eu-central-1').meta({
      title: 'Region',
      description: 'Of the bucket, where the store asks for one.',
      example: 'eu-central-1',
    }),
    endpoint: z
      .union([z.literal(''), z.url({ protocol: /^https?$/, error: 'expected an address such as https://minio.example.com' })])
      .default('')
      .meta({ title: 'Endpoint', description: 'Address of the store. Leave it empty for AWS.', example: 'https://s3.example.com' }),
    credentialsSecret: emptyOr(/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/, 'expected the name of a Secret').meta({
      title: 'Secret with credentials',
      description:
        'A Secret that you make in the data namespace, and in the base namespace for internal clusters, with the keys ACCESS_KEY_ID and ACCESS_SECRET_KEY. Leave it empty to use a role.',
      example: 'object-store',
    }),
    serviceRoleArn: roleArnField('Role', 'IAM role of the pods of backed-up clusters. It may read, write and delete in the bucket.'),
    pluginImage: imageField('cnpg_plugin_barman', 'Plugin image'),
    sidecarImage: imageField('cnpg_plugin_barman_sidecar', 'Sidecar image'),
  }),
});

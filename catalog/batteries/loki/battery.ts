import { z } from 'zod';
import { defineBattery } from '../../define.ts';
import { imageField } from '../../parts/image-field.ts';
import { storageClassField, volumeField } from '../../parts/volume-field.ts';

const replicas = (title: string, description: string, example: number) =>
  z.number().int().min(1, 'at least 1').max(98, 'at most 98').default(1).meta({ title, description, example });

export const loki = defineBattery({
  type: 'loki',
  group: 'monitoring',
  needs: ['battery_core', 'grafana'],
  name: 'Loki',
  description: 'Keeps logs, and searches them.',
  config: z
    .object({
      retentionDays: z
        .number()
        .int()
        .min(1, 'at least 1 day')
        .max(3650, 'at most 10 years')
        .default(14)
        .meta({ title: 'Keep logs for', unit: 'days' }),
      bucket: z
        .union([z.literal(''), z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'expected the name of a bucket, such as acme-logs')])
        .default('')
        .meta({
          title: 'S3 bucket',
          description: 'Logs are kept there. Empty: on the volume, which only one replica can do.',
          example: 'acme-logs',
        }),
      bucketRegion: z
        .string()
        .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'expected a region such as eu-central-1')
        .default('us-east-1')
        .meta({ title: 'Region of the bucket', example: 'eu-central-1' }),
      roleArn: z
        .union([z.literal(''), z.string().regex(/^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'expected the ARN of an IAM role')])
        .default('')
        .meta({
          title: 'IAM role',
          description: "That Loki's pods take to reach the bucket. Empty: what the nodes may.",
          example: 'arn:aws:iam::123456789012:role/loki',
        }),
      replicas: replicas('Replicas', 'More than one needs a bucket.', 3),
      replicationFactor: replicas('Copies of each line', 'Until it is in the bucket. Not more than replicas.', 2),
      volumeGib: volumeField(10, 'Volume', 'Of each replica: the newest lines, and all of them without a bucket.'),
      storageClass: storageClassField,
      memoryMib: z
        .number()
        .int()
        .min(256, 'at least 256 MiB')
        .max(1_048_576, 'at most 1 TiB')
        .default(1024)
        .meta({ title: 'Memory', description: 'Limit of each replica.', unit: 'MiB', advanced: true }),
      image: imageField('loki', 'Image'),
    })
    .refine(({ replicas: count, bucket }) => count === 1 || bucket !== '', {
      path: ['replicas'],
      message: 'each replica would keep other logs: name a bucket that they share, or have one replica',
    })
    .refine(({ replicas: count, replicationFactor }) => replicationFactor <= count, {
      path: ['replicationFactor'],
      message: 'each copy needs a replica of its own: raise the replicas or lower the copies',
    }),
  readOnly: ['bucket', 'bucketRegion', 'storageClass'],
});

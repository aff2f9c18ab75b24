import { storedPresets } from '@home-base/catalog/objects/compute-size.ts';
import { PostgresCluster } from '@home-base/catalog/objects/postgres-cluster.ts';
import { z } from 'zod';
import { defineForm, flag, looseBytes, looseNumber, looseText, sizeShape, words } from './checked-form.ts';
import { startPreset } from './size-problem.ts';

export const freshUser = { username: '', roles: ['login'], credentialNamespaces: '', passwordVersion: 1 };

export const postgresForm = defineForm({
  shape: {
    name: looseText,
    type: looseText,
    instances: looseNumber,
    storageBytes: looseBytes,
    storageClass: looseText,
    ...sizeShape,
    database: z.object({ name: looseText, owner: looseText }),
    users: z.array(
      z.object({ username: looseText, roles: z.array(z.string()), credentialNamespaces: looseText, passwordVersion: looseNumber }),
    ),
    documentdb: flag,
    backups: z.object({ enabled: flag, hour: looseNumber, retentionDays: looseNumber }),
    restoreFrom: looseText,
  },
  spec: PostgresCluster,
  toSpec: (form) => ({ ...form, users: form.users.map((user) => ({ ...user, credentialNamespaces: words(user.credentialNamespaces) })) }),
  fill: (cluster) => ({
    ...cluster,
    users: cluster.users.map((user) => ({ ...user, credentialNamespaces: user.credentialNamespaces.join(', ') })),
  }),
  start: ({ size, choices, asked }) => ({
    type: 'standard',
    instances: 1,
    database: { name: 'app', owner: 'app' },
    users: [{ ...freshUser, username: 'app' }],
    backups: { enabled: false, hour: 0, retentionDays: 30 },
    ...startPreset(storedPresets, size, choices),
    documentdb: asked.get('documentdb') === 'on',
    restoreFrom: asked.get('backup') ?? undefined,
  }),
});

import { PostgresCluster } from '@home-base/catalog/objects/postgres-cluster.ts';
import { z } from 'zod';
import { checkedForm, looseBytes, looseNumber, looseText, sizeShape, words } from './checked-form.ts';

const shape = {
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
};
type Filled = z.output<z.ZodObject<typeof shape>>;

/** What the cluster's form sends → the object, unchecked. */
export function toPostgresSpec(form: Filled) {
  return { ...form, users: form.users.map((user) => ({ ...user, credentialNamespaces: words(user.credentialNamespaces) })) };
}

export const PostgresForm = checkedForm(shape, PostgresCluster, toPostgresSpec);

/** The checked object of a form that `PostgresForm` accepted. */
export function readPostgresForm(form: Filled): PostgresCluster {
  return PostgresCluster.parse(toPostgresSpec(form));
}

/** A stored cluster as the form shows it. */
export function fillPostgresForm(cluster: PostgresCluster) {
  return { ...cluster, users: cluster.users.map((user) => ({ ...user, credentialNamespaces: user.credentialNamespaces.join(', ') })) };
}

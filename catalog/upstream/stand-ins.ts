import { annotations } from '@home-base/schema/kube/labels.ts';
import type { Resource } from '@home-base/schema/kube/resource.ts';
import { type CustomKind, crdName } from '../custom-kinds.ts';

/**
 * A definition that stands in for upstream's where its file cannot be had (development and tests only): right names, scope, versions and
 * subresources, but it accepts any field and has no defaults. Its annotation says so wherever it shows.
 */
export function standInCrd(kind: CustomKind): Resource {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: crdName(kind),
      annotations: {
        [annotations.standIn]: 'true',
        // The API server asks it of every group below k8s.io.
        ...(kind.group.endsWith('.k8s.io') && { 'api-approved.kubernetes.io': 'unapproved, a stand-in for development' }),
      },
    },
    spec: {
      group: kind.group,
      scope: kind.scope,
      names: {
        kind: kind.kind,
        listKind: `${kind.kind}List`,
        plural: kind.plural,
        singular: kind.singular,
        ...(kind.shortNames && { shortNames: kind.shortNames }),
      },
      versions: kind.versions.map(({ name, storage, served, status }) => ({
        name,
        served,
        storage,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
        ...((status || kind.scale) && { subresources: { ...(status && { status: {} }), ...(kind.scale && { scale: kind.scale }) } }),
      })),
    },
  };
}
